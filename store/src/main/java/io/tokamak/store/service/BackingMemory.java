// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.store.SegmentMemory;

/** The memory under a segment, as the background reservation sees it. */
@FunctionalInterface
interface BackingMemory extends SegmentMemory {

  /**
   * Puts a reserved range into huge pages, as far as the machine gives any. What clients have
   * mapped and written there stays as it is.
   *
   * @return bytes in huge pages
   */
  default long useHugePages(long offset, long length) {
    return 0;
  }
}
