// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.words.MappedWords;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A segment in ordinary memory, with two slots and room for eight objects. */
public final class SmallSegment {
  /** Capacity in bytes. */
  public static final long CAPACITY = 1 << 16;

  public final MemorySegment memory;
  public final Segment segment;

  public SmallSegment() {
    this(new SegmentGeometry(CAPACITY, 2, 8));
  }

  public SmallSegment(SegmentGeometry geometry) {
    memory = Arena.ofAuto().allocate(geometry.segmentLength(), 4096);
    SegmentHeader header = new SegmentHeader(geometry, 0x1122_3344_5566_7788L, 4711, 1_000_001);
    segment = Segment.format(memory, new MappedWords(memory), header);
  }
}
