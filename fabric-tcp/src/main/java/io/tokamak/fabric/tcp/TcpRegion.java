// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Memory that sockets read into and write from. Sockets want buffers, which end at 2 GiB: the
 * memory is covered by windows that overlap by more than the longest piece.
 */
final class TcpRegion implements MemoryRegion {
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();
  private static final long STRIDE = 1L << 29;

  private final Regions regions;
  private final int number;
  private final int generation;
  private final MemorySegment memory;
  private final Access access;
  private final ByteBuffer[] windows;
  private boolean open = true;

  TcpRegion(Regions regions, int number, int generation, MemorySegment memory, Access access) {
    this.regions = regions;
    this.number = number;
    this.generation = generation;
    this.memory = memory;
    this.access = access;
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

  int number() {
    return number;
  }

  int generation() {
    return generation;
  }

  boolean isOpen() {
    return open;
  }

  boolean belongsTo(Regions others) {
    return regions == others;
  }

  /** Whether a peer may do this; {@code needed} is READ or WRITE. */
  OperationStatus check(long offset, long length, Access needed) {
    if (offset < 0 || length < 0 || offset > memory.byteSize() - length) {
      return OperationStatus.OUT_OF_BOUNDS;
    }
    return access.compareTo(needed) < 0 ? OperationStatus.DENIED : OperationStatus.DONE;
  }

  /** The same for an atomic on the word at {@code offset}. */
  OperationStatus checkWord(long offset) {
    OperationStatus status = check(offset, Long.BYTES, Access.WRITE);
    boolean aligned = (memory.address() + offset) % Long.BYTES == 0 && offset % Long.BYTES == 0;
    return status == OperationStatus.DONE && !aligned ? OperationStatus.MISALIGNED : status;
  }

  long compareAndSwap(long offset, long expected, long value) {
    return (long) WORD.compareAndExchange(memory, offset, expected, value);
  }

  long fetchAdd(long offset, long delta) {
    return (long) WORD.getAndAdd(memory, offset, delta);
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public Access access() {
    return access;
  }

  @Override
  public RemotePointer pointer(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, memory.byteSize());
    return new RemotePointer(regions.epoch(), number, generation, offset, length);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      regions.closed(this);
    }
  }
}
