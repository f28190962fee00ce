// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

/**
 * What somebody may have to set on a store.
 *
 * @param evictionPercent at least this share of the capacity is freed when a create has to evict
 * @param createDeadlineMs how long a create waits for memory unless it says otherwise
 */
public record StoreSettings(int evictionPercent, long createDeadlineMs) {
  /** 20 % and 2 s. */
  public static final StoreSettings DEFAULT = new StoreSettings(20, 2000);

  /** Checks the figures. */
  public StoreSettings {
    if (evictionPercent < 0 || evictionPercent > 100) {
      throw new IllegalArgumentException(
          "the eviction step must be 0 to 100 percent of the capacity, found " + evictionPercent);
    }
    if (createDeadlineMs < 0) {
      throw new IllegalArgumentException(
          "the create deadline must not be negative, found " + createDeadlineMs + " ms");
    }
  }
}
