// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.store.allocation.ExtentVisitor;
import io.tokamak.store.allocation.FreeExtents;

/**
 * The data area: what of it is reserved and what is free. Only reserved memory is ever handed out,
 * so touching an object cannot end in SIGBUS.
 */
final class Space {
  /** No extent is long enough. */
  static final long NONE = FreeExtents.NO_EXTENT;

  /** Blocks start and end at multiples of this. */
  static final int GRANULE = FreeExtents.GRANULE_LENGTH;

  private final FreeExtents extents = new FreeExtents();
  private final SegmentGeometry geometry;
  private long reserved;
  private String trouble = "";

  Space(SegmentGeometry geometry) {
    this.geometry = geometry;
  }

  /** The reservation reached {@code bytes} of the data area. */
  void reserved(long bytes) {
    if (bytes > reserved) {
      extents.add(reserved, bytes - reserved);
      reserved = bytes;
      trouble = "";
    }
  }

  /** The reservation is stuck and this is why; empty when it goes on. */
  void trouble(String why) {
    trouble = why;
  }

  String trouble() {
    return trouble;
  }

  long reservedBytes() {
    return reserved;
  }

  /** Whether memory is still to come: waiting is better than evicting. */
  boolean isGrowing() {
    return reserved < geometry.dataLength() && trouble.isEmpty();
  }

  /** Longest block that can ever be handed out. */
  long longestBlock() {
    return geometry.dataLength();
  }

  long capacityBytes() {
    return geometry.capacityBytes();
  }

  long allocate(long length) {
    return extents.allocate(length);
  }

  /** Takes a block or a part of one back. */
  void free(long offset, long length) {
    extents.free(offset, length);
  }

  /** Shows each free extent. */
  void forEachFree(ExtentVisitor visitor) {
    extents.forEachExtent(visitor);
  }

  /** Number of free extents. */
  int freeExtentCount() {
    return extents.extentCount();
  }

  /** Bytes in blocks and leases. */
  long allocatedBytes() {
    return reserved - extents.freeBytes();
  }

  long freeBytes() {
    return extents.freeBytes();
  }

  long largestFreeExtent() {
    return extents.largestFreeExtent();
  }
}
