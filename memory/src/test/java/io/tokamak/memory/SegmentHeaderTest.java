// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.layout.HeaderLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentHeaderTest {
  private final MemorySegment memory = new SmallSegment().memory;

  @ParameterizedTest
  @ValueSource(
      ints = {
        HeaderLayout.MAGIC,
        HeaderLayout.LAYOUT_VERSION,
        HeaderLayout.CAPACITY_BYTES,
        HeaderLayout.SLOT_COUNT,
        HeaderLayout.SLOT_LENGTH,
        HeaderLayout.ENTRY_COUNT,
        HeaderLayout.BUCKET_COUNT,
        HeaderLayout.ENTRIES_OFFSET,
        HeaderLayout.RECORDS_OFFSET,
        HeaderLayout.DATA_OFFSET,
        HeaderLayout.SEGMENT_LENGTH
      })
  void shouldRefuseAHeaderWithOneFieldChanged(int field) {
    memory.set(ValueLayout.JAVA_BYTE, field + 2, (byte) 0x55);
    assertThatThrownBy(() -> SegmentHeader.readFrom(memory))
        .isInstanceOf(LayoutMismatchException.class)
        .hasMessageContaining("segment header");
  }

  @Test
  void shouldRefuseWhatIsShorterThanItSays() {
    assertThatThrownBy(() -> SegmentHeader.readFrom(memory.asSlice(0, memory.byteSize() - 4096)))
        .isInstanceOf(LayoutMismatchException.class)
        .hasMessageContaining("mapped bytes");
    assertThatThrownBy(() -> SegmentHeader.readFrom(memory.asSlice(0, 64)))
        .isInstanceOf(LayoutMismatchException.class);
  }

  @Test
  void shouldRefuseZeros() {
    assertThatThrownBy(() -> SegmentHeader.readFrom(Arena.ofAuto().allocate(8192)))
        .isInstanceOf(LayoutMismatchException.class)
        .hasMessageContaining("magic");
  }
}
