// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.store.allocation.FreeExtents;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The data area: what of it is reserved and what is free. Only reserved memory is ever handed out,
 * so touching an object cannot end in SIGBUS.
 */
final class Space {
  /** No extent is long enough. */
  static final long NONE = FreeExtents.NO_EXTENT;

  private static final Logger LOG = System.getLogger(Space.class.getName());

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

  /**
   * Takes a block back. What a client wrote into shared memory decides where the block lies:
   * nonsense is refused and costs that block, not the store.
   */
  void free(long offset, long length) {
    if (length <= 0) {
      return;
    }
    try {
      extents.free(offset, length);
    } catch (IllegalStateException | IllegalArgumentException nonsense) {
      LOG.log(
          Level.ERROR,
          "a block cannot be freed, its entry was overwritten by a client: {0}",
          nonsense.getMessage());
    }
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
