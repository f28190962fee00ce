// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * A copy of an object at a node, as the directory knows it: it may be gone.
 *
 * @param holder the node, and its life
 * @param offset where its data begins in the data area of that node, in bytes
 * @param dataLength bytes of data
 * @param metadataLength bytes of metadata
 * @param entry its entry in the object table of that node
 * @param generation the generation of the entry
 */
public record ObjectSource(
    NodeKey holder, long offset, long dataLength, int metadataLength, int entry, int generation) {
  static final int ENCODED_LENGTH = NodeKey.ENCODED_LENGTH + 28;

  void encode(FrameWriter writer) {
    holder.encode(writer);
    writer.putU64(offset);
    writer.putU64(dataLength);
    writer.putU32(metadataLength);
    writer.putU32(entry);
    writer.putU32(generation);
  }

  static ObjectSource decode(FrameReader reader) {
    return new ObjectSource(
        NodeKey.decode(reader),
        reader.getU63(),
        reader.getU63(),
        reader.getU31(),
        reader.getU31(),
        reader.getU32());
  }
}
