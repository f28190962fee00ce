// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
  private final FrameWriter writer = Heap.writer();
  private final FrameReader reader = new FrameReader();

  @Test
  void shouldReadBackWhatWasWritten() {
    MemorySegment bytes = MemorySegment.ofArray(new byte[] {1, 2, 3});
    ObjectId id = ObjectId.named("x");
    writer.begin(MessageType.LIST, 7, 0xfedcba9876543210L);
    writer.putU8(255);
    writer.putFlag(true);
    writer.putU16(65535);
    writer.putU32(-1);
    writer.putU64(Long.MIN_VALUE);
    writer.putId(id);
    writer.putBytes(bytes);
    writer.putString("grüße", 10);
    writer.putText("日本");
    reader.wrap(writer.segment(), 0, writer.end());

    assertThat(reader.type()).isEqualTo(MessageType.LIST);
    assertThat(reader.status()).isEqualTo(7);
    assertThat(reader.correlation()).isEqualTo(0xfedcba9876543210L);
    assertThat(reader.length()).isEqualTo(writer.length());
    assertThat(reader.getU8()).isEqualTo(255);
    assertThat(reader.getFlag()).isTrue();
    assertThat(reader.getU16()).isEqualTo(65535);
    assertThat(reader.getU32()).isEqualTo(-1);
    assertThat(reader.getU64()).isEqualTo(Long.MIN_VALUE);
    assertThat(reader.getId()).isEqualTo(id);
    assertThat(reader.getBytes(3).mismatch(bytes)).isEqualTo(-1);
    assertThat(reader.getString(10)).isEqualTo("grüße");
    assertThat(reader.getText()).isEqualTo("日本");
    assertThat(reader.remaining()).isZero();
    reader.finish();
  }

  @Test
  void shouldShowBytesReadOnly() {
    payload(to -> to.putU32(1));

    assertThat(reader.getBytes(4).isReadOnly()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 15})
  void shouldRejectLessThanAHeader(int available) {
    writer.begin(MessageType.STATS, 1);
    writer.end();

    assertMismatch(() -> reader.wrap(writer.segment(), 0, available))
        .hasMessage("frame: found " + available + ", expected at least the 16 bytes of a header");
  }

  @Test
  void shouldRejectAFrameThatIsCutOff() {
    writer.begin(MessageType.STATS, 1);
    writer.putU64(1);
    int length = writer.end();

    assertMismatch(() -> reader.wrap(writer.segment(), 0, length - 1))
        .hasMessage("frame: found 23, expected 24 bytes: it is cut off");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, (1 << 20) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  void shouldRejectAnAbsurdLength(int length) {
    writer.begin(MessageType.STATS, 1);
    writer.end();
    writer.segment().set(FrameHeader.U32, 0, length);

    assertMismatch(() -> reader.wrap(writer.segment(), 0, 16))
        .hasMessage(
            "frame length: found " + Integer.toUnsignedLong(length) + ", expected 16 to 1048576");
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 2, -1})
  void shouldRejectAnotherVersion(byte version) {
    writer.begin(MessageType.STATS, 1);
    writer.end();
    writer.segment().set(FrameHeader.U8, 4, version);

    assertMismatch(() -> reader.wrap(writer.segment(), 0, 16))
        .hasMessageStartingWith(
            "protocol version: found " + Byte.toUnsignedInt(version) + ", expected 1");
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 40, -1})
  void shouldRejectAnUnknownType(byte type) {
    writer.begin(MessageType.STATS, 1);
    writer.end();
    writer.segment().set(FrameHeader.U8, 5, type);

    assertMismatch(() -> reader.wrap(writer.segment(), 0, 16))
        .hasMessageStartingWith("message type: found " + Byte.toUnsignedInt(type));
  }

  @Test
  void shouldNotReadPastThePayloadEvenWhenMoreIsThere() {
    writer.begin(MessageType.STATS, 1);
    writer.putU32(5);
    int length = writer.end();
    reader.wrap(writer.segment(), 0, length + 100);

    assertMismatch(reader::getU64)
        .hasMessage("STATS payload: found 4, expected 8 more bytes: it is cut off");
    assertThat(reader.getU32()).isEqualTo(5);
    assertMismatch(reader::getU8);
    assertMismatch(reader::getId);
    assertMismatch(() -> reader.getBytes(1));
    assertMismatch(() -> reader.getBytes(-1));
  }

  @Test
  void shouldRejectBytesAfterTheEnd() {
    payload(to -> to.putU8(0));

    assertMismatch(reader::finish)
        .hasMessage("STATS payload: found 1, expected no bytes after its end");
  }

  @Test
  void shouldRejectNegativeNumbersWhereTheyMakeNoSense() {
    payload(to -> to.putU32(-1));
    assertMismatch(reader::getU31)
        .hasMessage("STATS value: found 4294967295, expected 0 to 2147483647");
    payload(to -> to.putU64(-1));
    assertMismatch(reader::getU63).hasMessage("STATS value: found -1, expected at least 0");
    payload(to -> to.putU64(-2));
    assertMismatch(() -> reader.getAtLeast(-1))
        .hasMessage("STATS value: found -2, expected at least -1");
  }

  @Test
  void shouldRejectAFlagThatIsNeither() {
    payload(to -> to.putU8(2));

    assertMismatch(reader::getFlag).hasMessage("STATS flag: found 2, expected 0 or 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
  void shouldRejectACountThatThePayloadCannotHold(int count) {
    payload(to -> {
      to.putU32(count);
      to.putId(ObjectId.ZERO);
      to.putBytes(MemorySegment.ofArray(new byte[19]));
    });

    assertMismatch(() -> reader.getCount(20))
        .hasMessage(
            "STATS count: found "
                + Integer.toUnsignedLong(count)
                + ", expected at most 1 in this frame");
  }

  @Test
  void shouldRejectStringsThatDoNotFit() {
    payload(to -> to.putString("12345", 5));
    assertMismatch(() -> reader.getString(4))
        .hasMessage("STATS string length: found 5, expected at most 4");
    payload(to -> to.putU16(9));
    assertMismatch(() -> reader.getString(100));
    payload(to -> to.putU32(9));
    assertMismatch(reader::getText);
  }

  @Test
  void shouldRejectStringsThatAreNotUtf8() {
    byte[] latin = "é".getBytes(StandardCharsets.ISO_8859_1);
    payload(to -> {
      to.putU16(latin.length);
      to.putBytes(MemorySegment.ofArray(latin));
    });

    assertMismatch(() -> reader.getString(10)).hasMessageContaining("UTF-8");
  }

  private void payload(Consumer<FrameWriter> content) {
    writer.begin(MessageType.STATS, 1);
    content.accept(writer);
    reader.wrap(writer.segment(), 0, writer.end());
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertMismatch(Runnable action) {
    return assertThatThrownBy(action::run).isInstanceOf(ProtocolMismatchException.class);
  }
}
