// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.InvalidRequestException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

final class FrameWriterTest {
  @Test
  void shouldGrowAndKeepWhatWasWritten() {
    FrameWriter writer = Heap.writer();
    writer.begin(MessageType.PUT, 9);
    for (int i = 0; i < 100_000; i++) {
      writer.putU64(i);
    }
    FrameReader reader = new FrameReader();
    reader.wrap(writer.segment(), 0, writer.end());

    for (int i = 0; i < 100_000; i++) {
      assertThat(reader.getU64()).isEqualTo(i);
    }
    reader.finish();
  }

  @Test
  void shouldTakeTheLongestFrameButNoLonger() {
    FrameWriter writer = Heap.writer();
    writer.begin(MessageType.PUT, 9);
    writer.putBytes(MemorySegment.ofArray(new byte[FrameHeader.MAX_PAYLOAD_LENGTH]));

    assertThat(writer.end()).isEqualTo(FrameHeader.MAX_FRAME_LENGTH);
    assertThatThrownBy(() -> writer.putU8(0))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("1048577 bytes")
        .hasMessageContaining("split the call");
  }

  @Test
  void shouldNeverTakeMoreMemoryThanAFrame() {
    FrameWriter writer =
        new FrameWriter(
            (length, alignment) -> MemorySegment.ofArray(new byte[(int) length]),
            Integer.MAX_VALUE);

    assertThat(writer.segment().byteSize()).isEqualTo(FrameHeader.MAX_FRAME_LENGTH);
  }

  @Test
  void shouldStartAnewAfterAFrame() {
    FrameWriter writer = Heap.writer();
    writer.begin(MessageType.PUT, 9);
    writer.putU64(1);
    writer.end();
    writer.begin(MessageType.STATS, 10);

    assertThat(writer.end()).isEqualTo(FrameHeader.LENGTH);
    assertThat(writer.frame().byteSize()).isEqualTo(FrameHeader.LENGTH);
  }

  @Test
  void shouldRefuseAStringThatIsTooLong() {
    FrameWriter writer = Heap.writer();
    writer.begin(MessageType.HELLO, 1);

    assertThatThrownBy(() -> writer.putString("ä".repeat(5), 9))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessage("a string of 10 bytes; at most 9 are allowed here");
  }

  @Test
  void shouldWriteIntoNativeMemory() {
    try (Arena arena = Arena.ofConfined()) {
      FrameWriter writer = new FrameWriter(arena);
      writer.begin(MessageType.DOORBELL, 0x0102030405060708L);
      writer.end();

      assertThat(writer.segment().isNative()).isTrue();
      assertThat(writer.frame().toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(16, 0, 0, 0, 1, 11, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1);
    }
  }
}
