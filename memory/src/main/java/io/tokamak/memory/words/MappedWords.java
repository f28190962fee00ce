// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.words;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The words of a mapped segment: what every real process uses. Offsets are bytes from the start of
 * the segment, 8-byte aligned for long words and 4-byte aligned for int words.
 *
 * <p>Thread-safe. Allocates nothing, never blocks; throws {@link IndexOutOfBoundsException} outside
 * the mapping and {@link IllegalStateException} once the mapping is closed.
 */
public final class MappedWords implements SharedWords {
  private static final VarHandle LONG = littleEndian(ValueLayout.JAVA_LONG);
  private static final VarHandle INT = littleEndian(ValueLayout.JAVA_INT);

  private final MemorySegment segment;

  /** Words of {@code segment}, which must be aligned to 8 bytes. */
  public MappedWords(MemorySegment segment) {
    this.segment = segment;
  }

  private static VarHandle littleEndian(ValueLayout layout) {
    return layout.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle().withInvokeExactBehavior();
  }

  @Override
  public long getPlain(long offset) {
    return (long) LONG.get(segment, offset);
  }

  @Override
  public long getAcquire(long offset) {
    return (long) LONG.getAcquire(segment, offset);
  }

  @Override
  public long getVolatile(long offset) {
    return (long) LONG.getVolatile(segment, offset);
  }

  @Override
  public void putPlain(long offset, long value) {
    LONG.set(segment, offset, value);
  }

  @Override
  public void putRelease(long offset, long value) {
    LONG.setRelease(segment, offset, value);
  }

  @Override
  public void putVolatile(long offset, long value) {
    LONG.setVolatile(segment, offset, value);
  }

  @Override
  public boolean compareAndSet(long offset, long expected, long value) {
    return (boolean) LONG.compareAndSet(segment, offset, expected, value);
  }

  @Override
  public long getAndSet(long offset, long value) {
    return (long) LONG.getAndSet(segment, offset, value);
  }

  @Override
  public long getAndAdd(long offset, long delta) {
    return (long) LONG.getAndAdd(segment, offset, delta);
  }

  @Override
  public int getIntPlain(long offset) {
    return (int) INT.get(segment, offset);
  }

  @Override
  public void putIntPlain(long offset, int value) {
    INT.set(segment, offset, value);
  }

  @Override
  public void fullFence() {
    VarHandle.fullFence();
  }
}
