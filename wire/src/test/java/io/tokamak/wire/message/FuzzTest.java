// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.Seeds;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameHeader;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.Heap;
import io.tokamak.wire.frame.MessageType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Whatever bytes arrive, reading them gives a value or a {@link ProtocolMismatchException}; and a
 * value is written as exactly the bytes it was read from, so that no two encodings mean the same.
 */
final class FuzzTest {
  private static final int ROUNDS = 20_000;
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    0x7f,
    0x80,
    0xff,
    0xffff,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random random = Seeds.random("FuzzTest");
  private final RandomMessages messages = new RandomMessages(random);
  private final FrameWriter writer = Heap.writer();
  private final FrameReader reader = new FrameReader();
  private int values;
  private int mismatches;

  @Test
  void shouldSurviveRandomBytes() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      readAsAnything(bytes);
    }
    assertThat(mismatches).isEqualTo(2 * ROUNDS);
  }

  @Test
  void shouldSurviveRandomPayloads() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[FrameHeader.LENGTH + random.nextInt(120)];
      random.nextBytes(bytes);
      repairHeader(bytes, 1 + random.nextInt(MessageType.values().length));
      ByteBuffer.wrap(bytes).putShort(6, (short) 0);
      readAsAnything(bytes);
    }
    assertThat(values).isPositive();
    assertThat(mismatches).isPositive();
  }

  @Test
  void shouldSurviveMutatedFrames() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = anyFrame();
      int changes = 1 + random.nextInt(3);
      for (int change = 0; change < changes; change++) {
        mutate(bytes);
      }
      readAsAnything(bytes);
    }
    assertThat(values).isPositive();
    assertThat(mismatches).isPositive();
  }

  @Test
  void shouldSurviveFramesCutAndGluedTogether() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] first = anyFrame();
      byte[] second = anyFrame();
      byte[] glued = Arrays.copyOf(first, 16 + random.nextInt(first.length - 15));
      int kept = glued.length;
      int from = random.nextInt(second.length);
      glued = Arrays.copyOf(glued, kept + second.length - from);
      System.arraycopy(second, from, glued, kept, second.length - from);
      repairHeader(glued, first[5]);
      readAsAnything(glued);
    }
    assertThat(mismatches).isPositive();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "EVENTS")
  void shouldRejectARequestTruncatedAtAnyByteOrExtended(MessageType type) {
    for (int i = 0; i < 20; i++) {
      messages.request(type).write(writer, 1);
      assertRejectedAtOtherLengths(frame(), Request::read);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRejectAReplyTruncatedAtAnyByteOrExtended(MessageType type) {
    for (int i = 0; i < 20; i++) {
      messages.reply(type).write(writer, type, 1);
      assertRejectedAtOtherLengths(frame(), AnyReply::read);
    }
  }

  @Test
  void shouldRejectAnErrorTruncatedAtAnyByteOrExtended() {
    for (int i = 0; i < 20; i++) {
      messages.error().write(writer, MessageType.GET, 1);
      assertRejectedAtOtherLengths(frame(), AnyReply::read);
    }
  }

  private void assertRejectedAtOtherLengths(byte[] frame, Function<FrameReader, ?> read) {
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertRejected(cut, read);
      if (length >= FrameHeader.LENGTH) {
        repairHeader(cut, cut[5]);
        assertRejected(cut, read);
      }
    }
    byte[] extended = Arrays.copyOf(frame, frame.length + 1);
    repairHeader(extended, extended[5]);
    assertRejected(extended, read);
  }

  private void assertRejected(byte[] bytes, Function<FrameReader, ?> read) {
    assertThatThrownBy(
            () -> {
              reader.wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
              read.apply(reader);
            })
        .as("%d bytes", bytes.length)
        .isInstanceOf(ProtocolMismatchException.class);
  }

  private void readAsAnything(byte[] bytes) {
    read(
        bytes,
        from -> {
          Request request = Request.read(from);
          request.write(writer, from.correlation());
          return request;
        });
    read(
        bytes,
        from -> {
          Reply reply = AnyReply.read(from);
          reply.write(writer, from.type(), from.correlation());
          return reply;
        });
  }

  // Anything else than the two outcomes leaves the test as it was thrown.
  private void read(byte[] bytes, Function<FrameReader, Object> readAndWrite) {
    MemorySegment segment = MemorySegment.ofArray(bytes);
    try {
      reader.wrap(segment, 0, bytes.length);
      Object value = readAndWrite.apply(reader);
      values++;
      assertThat(frame()).as("%s", value).isEqualTo(Arrays.copyOf(bytes, reader.length()));
    } catch (ProtocolMismatchException e) {
      mismatches++;
      assertThat(e).hasMessageMatching("(?s).+: found .+, expected .+");
    }
  }

  private byte[] anyFrame() {
    MessageType type = MessageType.of(1 + random.nextInt(MessageType.values().length));
    int kind = random.nextInt(10);
    if (kind == 0) {
      messages.error().write(writer, type, random.nextLong());
    } else if (kind < 6 && type != MessageType.EVENTS) {
      messages.request(type).write(writer, random.nextLong());
    } else {
      messages.reply(type).write(writer, type, random.nextLong());
    }
    return frame();
  }

  private byte[] frame() {
    return writer.frame().toArray(ValueLayout.JAVA_BYTE);
  }

  private void mutate(byte[] bytes) {
    int position = random.nextInt(bytes.length);
    long extreme = EXTREMES[random.nextInt(EXTREMES.length)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (random.nextInt(4)) {
      case 0 -> bytes[position] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[position] = (byte) random.nextInt();
      case 2 -> buffer.putInt(Math.min(position, bytes.length - 4), (int) extreme);
      default -> buffer.putLong(Math.min(position, bytes.length - 8), extreme);
    }
  }

  private static void repairHeader(byte[] bytes, int type) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(0, bytes.length);
    buffer.put(4, (byte) FrameHeader.VERSION);
    buffer.put(5, (byte) type);
  }
}
