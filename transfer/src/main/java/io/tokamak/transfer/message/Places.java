// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;

/**
 * An object and where it lies, in 48 bytes:
 *
 * <pre>
 *   0  id             20 bytes
 *  20  metadata len   u32
 *  24  offset         u64
 *  32  data length    u64
 *  40  entry          u32
 *  44  generation     u32
 * </pre>
 */
final class Places {
  static final int LENGTH = 48;

  private static final long MOST = Long.MAX_VALUE / 4;

  private Places() {}

  static void write(MemorySegment message, int at, ObjectId id, Place place) {
    id.writeTo(message, Fields.BODY + at);
    Fields.u32(message, at + 20, place.metadataLength());
    Fields.u64(message, at + 24, place.offset());
    Fields.u64(message, at + 32, place.dataLength());
    Fields.u32(message, at + 40, place.entry());
    Fields.u32(message, at + 44, place.generation());
  }

  static ObjectId id(MemorySegment message, int at) {
    return ObjectId.read(message, Fields.BODY + at);
  }

  static Place read(MemorySegment message, int at, TransferType in) {
    return of(
        in,
        Fields.u64(message, at + 24),
        Fields.u64(message, at + 32),
        Fields.u32(message, at + 20),
        Fields.u32(message, at + 40),
        Fields.u32(message, at + 44));
  }

  /** A place whose figures are possible, so that no sum of them overflows. */
  static Place of(
      TransferType in,
      long offset,
      long dataLength,
      int metadataLength,
      int entry,
      int generation) {
    notAbsurd(in, "offset", offset);
    notAbsurd(in, "data length", dataLength);
    notAbsurd(in, "metadata length", metadataLength);
    notAbsurd(in, "entry", entry);
    return new Place(offset, dataLength, metadataLength, entry, generation);
  }

  private static void notAbsurd(TransferType in, String what, long value) {
    if (value < 0 || value > MOST) {
      throw Fields.bad(in, what, value, "0 to " + MOST);
    }
  }
}
