// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.message.ObjectSource;

/**
 * A copy of an object at a node, as the directory knows it: it may be gone by now.
 *
 * @param holder the node
 * @param offset where its data begins in the memory of that node, in bytes
 * @param dataLength bytes of data
 * @param metadataLength bytes of metadata
 * @param entry its entry in the object table of that node
 * @param generation of that entry
 */
public record ObjectCopy(
    NodeId holder, long offset, long dataLength, int metadataLength, int entry, int generation) {
  static ObjectCopy of(ObjectSource source) {
    return new ObjectCopy(
        NodeId.of(source.holder()),
        source.offset(),
        source.dataLength(),
        source.metadataLength(),
        source.entry(),
        source.generation());
  }

  ObjectSource source() {
    return new ObjectSource(holder.key(), offset, dataLength, metadataLength, entry, generation);
  }
}
