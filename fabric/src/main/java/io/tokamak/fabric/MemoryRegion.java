// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import java.lang.foreign.MemorySegment;

/**
 * Memory of this node that a fabric may move bytes from and to. Registering costs (pinning, on real
 * hardware), so it is done rarely and for much at once.
 *
 * <p>Its number is used again after {@link #close}, with another generation: pointers of before are
 * stale. For the thread that owns the fabric.
 */
public interface MemoryRegion extends AutoCloseable {
  /** What peers may do with a region. */
  enum Access {
    /** Nothing; only this node's own operations use it. */
    LOCAL,
    /** Read. */
    READ,
    /** Read, write, and atomics. */
    WRITE
  }

  /** The memory. */
  MemorySegment memory();

  /** What peers may do. */
  Access access();

  /** A name of a part of it for peers; throws {@link IndexOutOfBoundsException} outside of it. */
  RemotePointer pointer(long offset, long length);

  /**
   * Ends the registration. Operations of peers that are not served yet find the pointer stale, and
   * nothing touches the memory any more. Own operations on it must have completed. Can be repeated.
   */
  @Override
  void close();
}
