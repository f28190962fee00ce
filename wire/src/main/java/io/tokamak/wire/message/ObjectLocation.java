// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * Where an object is that a {@link GetRequest} asked for.
 *
 * @param present whether it is there and pinned; everything else is 0 when not
 * @param entry its entry in the object table
 * @param generation the generation of the entry
 * @param pinIndex the pin in the client's slot that holds it, or {@link #PINNED_BY_STORE}
 * @param offset where its data begins in the data area, in bytes
 * @param dataLength bytes of data
 * @param metadataLength bytes of metadata
 */
public record ObjectLocation(
    boolean present,
    int entry,
    int generation,
    int pinIndex,
    long offset,
    long dataLength,
    int metadataLength) {
  /** A {@code pinIndex} that says: pinned on the store's books, to be given back by RELEASE. */
  public static final int PINNED_BY_STORE = -1;

  /** What is said of an object that is not there. */
  public static final ObjectLocation ABSENT = new ObjectLocation(false, 0, 0, 0, 0, 0, 0);

  static final int ENCODED_LENGTH = 33;

  void encode(FrameWriter writer) {
    writer.putFlag(present);
    writer.putU32(entry);
    writer.putU32(generation);
    writer.putU32(pinIndex);
    writer.putU64(offset);
    writer.putU64(dataLength);
    writer.putU32(metadataLength);
  }

  static ObjectLocation decode(FrameReader reader) {
    return new ObjectLocation(
        reader.getFlag(),
        reader.getU31(),
        reader.getU32(),
        reader.getU32(),
        reader.getU63(),
        reader.getU63(),
        reader.getU31());
  }
}
