// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Memory of another node: the only way to name it. 32 bytes, little-endian:
 *
 * <pre>
 *   0  epoch       u64  the life of the node that registered the region
 *   8  region      u32  number of the region
 *  12  generation  u32  rises when the number is used again
 *  16  offset      u64  bytes from the start of the region
 *  24  length      u64  bytes
 * </pre>
 */
public record RemotePointer(long epoch, int region, int generation, long offset, long length) {
  /** Bytes of an encoded pointer. */
  public static final int LENGTH = 32;

  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Checks that offset and length are possible; whether the region has them its owner knows. */
  public RemotePointer {
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException(
          "remote pointer: found offset %d and length %d, expected both to be 0 or more"
              .formatted(offset, length));
    }
  }

  /** A part of this memory; throws {@link IndexOutOfBoundsException} outside of it. */
  public RemotePointer slice(long from, long sliceLength) {
    if (from < 0 || sliceLength < 0 || from > length - sliceLength) {
      throw new IndexOutOfBoundsException(
          "slice of a remote pointer: asked for %d bytes at %d, it has %d"
              .formatted(sliceLength, from, length));
    }
    return new RemotePointer(epoch, region, generation, offset + from, sliceLength);
  }

  /** Writes the {@link #LENGTH} bytes at {@code at}. */
  public void write(MemorySegment target, long at) {
    target.set(U64, at, epoch);
    target.set(U32, at + 8, region);
    target.set(U32, at + 12, generation);
    target.set(U64, at + 16, offset);
    target.set(U64, at + 24, length);
  }

  /**
   * Reads the {@link #LENGTH} bytes at {@code at}.
   *
   * @throws IllegalArgumentException when they are no pointer
   */
  public static RemotePointer read(MemorySegment source, long at) {
    return new RemotePointer(
        source.get(U64, at),
        source.get(U32, at + 8),
        source.get(U32, at + 12),
        source.get(U64, at + 16),
        source.get(U64, at + 24));
  }
}
