// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.wire.ObjectId;

/**
 * Hears of every seal and every end, in order, in the thread of the store: what it does there has
 * to be short, and must not call the store.
 */
public interface StoreListener {
  /**
   * From now on it hears of everything. What was sealed before stands in the table: whoever walks
   * it after this call misses nothing, and may see twice what is sealed meanwhile.
   */
  void began();

  /**
   * An object became visible.
   *
   * @param ref its entry and generation, an {@link io.tokamak.memory.layout.ObjectRef}
   * @param offset of its data, in bytes of the data area
   */
  void sealed(ObjectId id, long ref, long offset, long dataLength, int metadataLength);

  /** An object is gone. */
  void gone(ObjectId id);
}
