// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

import io.tokamak.fabric.NodeRef;

/**
 * A sealed object at one node, and where its bytes lie there. May be stale: the object may be gone.
 * Whoever reads the bytes looks at the generation of the entry afterwards.
 *
 * @param holder the life of the node that holds it
 * @param offset of the data, in the node's data area; the metadata follows at the next multiple of
 *     8
 * @param dataLength bytes
 * @param metadataLength bytes
 * @param entry index of its entry in the node's object table
 * @param generation of that entry
 */
public record Location(
    NodeRef holder, long offset, long dataLength, int metadataLength, int entry, int generation) {
  /** Checks that lengths and offsets are possible. */
  public Location {
    if (offset < 0 || dataLength < 0 || metadataLength < 0 || entry < 0) {
      throw new IllegalArgumentException(
          "location: found offset %d, %d + %d bytes, entry %d; expected none to be negative"
              .formatted(offset, dataLength, metadataLength, entry));
    }
  }
}
