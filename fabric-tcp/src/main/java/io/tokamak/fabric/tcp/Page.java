// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** A buffer that is filled at one end and drained at the other. */
final class Page {
  private final ByteBuffer in;
  private final ByteBuffer out;
  private final MemorySegment memory;

  Page(int capacity) {
    in = FrameHeader.buffer(capacity);
    out = in.duplicate();
    memory = MemorySegment.ofBuffer(in);
  }

  /** Where a header is added. */
  ByteBuffer in() {
    return in;
  }

  /** What is in it and not drained yet. */
  ByteBuffer out() {
    return out.limit(in.position());
  }

  int room() {
    return in.remaining();
  }

  int capacity() {
    return in.capacity();
  }

  boolean isDrained() {
    return out.position() == in.position();
  }

  /** Leaves room for what is written later. */
  void skip(int length) {
    in.position(in.position() + length);
  }

  /** Adds {@code length} bytes, for which there is room. */
  void add(MemorySegment source, long offset, int length) {
    MemorySegment.copy(source, offset, memory, in.position(), length);
    in.position(in.position() + length);
  }

  Page clear() {
    in.clear();
    out.clear();
    return this;
  }
}
