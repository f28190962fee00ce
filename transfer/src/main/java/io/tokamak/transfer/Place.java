// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;

/**
 * Where an object lies in a store.
 *
 * @param offset of the data, in the data area; the metadata follows at the next multiple of 8
 * @param dataLength bytes
 * @param metadataLength bytes
 * @param entry index of its entry in the object table
 * @param generation of that entry
 */
public record Place(long offset, long dataLength, int metadataLength, int entry, int generation) {
  private static final int METADATA_ALIGNMENT = 8;

  /** The same as others are told of it. */
  public Location at(NodeRef holder) {
    return new Location(holder, offset, dataLength, metadataLength, entry, generation);
  }

  /** Bytes from the first of the data to the last of the metadata. */
  public long length() {
    return length(dataLength, metadataLength);
  }

  /** Bytes from the first of the data to the last of the metadata. */
  public static long length(long dataLength, int metadataLength) {
    return metadataLength == 0
        ? dataLength
        : (dataLength + METADATA_ALIGNMENT - 1 & -METADATA_ALIGNMENT) + metadataLength;
  }
}
