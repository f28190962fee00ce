// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.part.Registration;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Memory that sockets read into and write from. Sockets want buffers, which end at 2 GiB: the
 * memory is covered by windows that overlap by more than the longest piece.
 */
final class TcpRegion implements MemoryRegion {
  private static final long STRIDE = 1L << 29;

  private final Regions regions;
  private final Registration registration;
  private final ByteBuffer[] windows;

  TcpRegion(Regions regions, Registration registration) {
    this.regions = regions;
    this.registration = registration;
    MemorySegment memory = registration.memory();
    windows = new ByteBuffer[(int) (memory.byteSize() / STRIDE) + 1];
    for (int i = 0; i < windows.length; i++) {
      long from = i * STRIDE;
      long length = Math.min(2 * STRIDE, memory.byteSize() - from);
      windows[i] = memory.asSlice(from, length).asByteBuffer();
    }
  }

  /**
   * The memory from {@code offset} on as a buffer, between its position and its limit. The next
   * call may move them; no allocation.
   */
  ByteBuffer window(long offset, int length) {
    int index = (int) (offset / STRIDE);
    int from = (int) (offset - index * STRIDE);
    return windows[index].limit(from + length).position(from);
  }

  /** What peers may do with it. */
  Registration registration() {
    return registration;
  }

  boolean isOpen() {
    return registration.isOpen();
  }

  boolean belongsTo(Regions others) {
    return regions == others;
  }

  @Override
  public MemorySegment memory() {
    return registration.memory();
  }

  @Override
  public Access access() {
    return registration.access();
  }

  @Override
  public RemotePointer pointer(long offset, long length) {
    return registration.pointer(offset, length);
  }

  @Override
  public void close() {
    if (registration.close()) {
      regions.closed(this);
    }
  }
}
