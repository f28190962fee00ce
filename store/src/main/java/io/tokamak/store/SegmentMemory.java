// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

/** Reserves memory of the segment before anybody is pointed at it. */
@FunctionalInterface
public interface SegmentMemory {
  /**
   * Makes sure that the range can be touched.
   *
   * @param offset from the start of the segment, in bytes
   * @throws io.tokamak.memory.InsufficientMemoryException when the machine has not that much
   */
  void reserve(long offset, long length);
}
