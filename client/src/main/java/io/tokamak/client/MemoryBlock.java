// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.layout.BlockLength;
import java.lang.foreign.MemorySegment;

/**
 * Where an object lies.
 *
 * @param area the data area, writable or not
 * @param offset of the data in it, in bytes
 * @param dataLength bytes of data
 * @param metadataLength bytes of metadata
 */
record MemoryBlock(MemorySegment area, long offset, long dataLength, int metadataLength) {
  /** The data, alive as long as the mapping. */
  MemorySegment data() {
    return area.asSlice(dataLength == 0 ? 0 : offset, dataLength);
  }

  /** The metadata, alive as long as the mapping. */
  MemorySegment metadata() {
    return metadataLength == 0
        ? area.asSlice(0, 0)
        : area.asSlice(offset + BlockLength.metadataOffset(dataLength), metadataLength);
  }
}
