// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.lang.foreign.MemorySegment;

/**
 * A file whose memory can be registered for peers, as {@link ShmFabric#share} made it. For the
 * thread that owns the fabric.
 */
public final class SharedFile implements AutoCloseable {
  private final SharedFiles files;
  private final long number;
  private final MemorySegment mapping;
  private int regions;

  SharedFile(SharedFiles files, long number, MemorySegment mapping) {
    this.files = files;
    this.number = number;
    this.mapping = mapping;
  }

  long number() {
    return number;
  }

  MemorySegment mapping() {
    return mapping;
  }

  /** Whether all of that memory is in this file. */
  boolean holds(MemorySegment memory) {
    long offset = offsetOf(memory);
    return offset >= 0 && memory.byteSize() <= mapping.byteSize() - offset;
  }

  /** Where that memory is in this file. */
  long offsetOf(MemorySegment memory) {
    return memory.address() - mapping.address();
  }

  /** A region in it begins. */
  void registered() {
    regions++;
  }

  /** A region in it is closed. */
  void released() {
    regions--;
  }

  /**
   * Shares it no more: peers unmap it by and by. The file and its mapping are the caller's. Can be
   * repeated.
   *
   * @throws IllegalStateException when a region in it is still open
   */
  @Override
  public void close() {
    if (regions > 0) {
      throw new IllegalStateException(
          "%d regions of this file are registered: close them first".formatted(regions));
    }
    files.closed(this);
  }
}
