// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.Seeds;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameAssemblerTest {
  private final FrameAssembler assembler = new FrameAssembler();
  private final FrameReader reader = new FrameReader();
  private final MemorySegment shared =
      MemorySegment.ofArray(new byte[FrameAssembler.RECEIVE_BUFFER_LENGTH]);

  @Test
  void shouldReadSeveralFramesOfOneReceiveInPlace() {
    receive(concat(frame(1, 0), frame(2, 100), frame(3, 7)));

    assertThat(drain()).containsExactly(1L, 2L, 3L);
    assertThat(assembler.heldLength()).isZero();
    assertThat(assembler.pendingLength()).isZero();
  }

  @Test
  void shouldAssembleAFrameThatComesByteByByte() {
    for (byte[] piece : pieces(concat(frame(1, 50), frame(2, 0)), 1)) {
      assertThat(assembler.pendingLength()).isLessThan(66);
      receive(piece);
      if (assembler.next(reader)) {
        assertThat(reader.length()).isIn(66, 16);
      }
    }
    assertThat(reader.correlation()).isEqualTo(2);
    assertThat(assembler.pendingLength()).isZero();
  }

  @Test
  void shouldNotMixConnectionsThatShareABuffer() {
    FrameAssembler other = new FrameAssembler();
    byte[] whole = frame(1, 1000);
    receive(Arrays.copyOf(whole, 600));
    assertThat(assembler.next(reader)).isFalse();
    byte[] noise = frame(2, 1000);
    MemorySegment.copy(noise, 0, shared, ValueLayout.JAVA_BYTE, 0, noise.length);
    other.accept(shared, noise.length);
    assertThat(other.next(reader)).isTrue();
    receive(Arrays.copyOfRange(whole, 600, whole.length));

    assertThat(assembler.next(reader)).isTrue();
    assertThat(reader.getBytes(1000).toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(Arrays.copyOfRange(whole, 16, whole.length));
  }

  @Test
  void shouldKeepUnreadFramesWhenTold() {
    receive(concat(frame(1, 10), frame(2, 10), frame(3, 10)));
    assertThat(assembler.next(reader)).isTrue();
    assembler.retain();
    shared.fill((byte) 0xff);

    assertThat(drain()).containsExactly(2L, 3L);
    assertThat(assembler.heldLength()).isZero();
  }

  @Test
  void shouldAppendToWhatWasNotReadYet() {
    receive(frame(1, 10));
    receive(frame(2, 10));

    assertThat(drain()).containsExactly(1L, 2L);
  }

  @Test
  void shouldHoldNoMoreThanTwiceWhatASlowClientSent() {
    byte[] largest = frame(1, FrameHeader.MAX_PAYLOAD_LENGTH);
    receive(Arrays.copyOf(largest, 20));
    assertThat(assembler.next(reader)).isFalse();
    assertThat(assembler.heldLength()).isEqualTo(1024);
    int sent = 20;
    while (sent < largest.length) {
      int piece = Math.min(50_000, largest.length - sent);
      receive(Arrays.copyOfRange(largest, sent, sent + piece));
      sent += piece;
      assertThat(assembler.heldLength()).isLessThanOrEqualTo(2L * sent);
      assertThat(assembler.next(reader)).isEqualTo(sent == largest.length);
    }
  }

  @Test
  void shouldGiveMemoryBackWhenTheLargeFrameWasRead() {
    byte[] start = Arrays.copyOf(frame(2, 100), 30);
    for (byte[] piece : pieces(concat(frame(1, 1_000_000), start), 60_000)) {
      drain();
      receive(piece);
    }

    assertThat(drain()).containsExactly(1L);
    assertThat(assembler.pendingLength()).isEqualTo(30);
    assertThat(assembler.heldLength()).isEqualTo(1024);
  }

  @Test
  void shouldLeaveTheLastFrameAloneUntilItIsAskedAgain() {
    byte[] first = frame(1, 3000);
    receive(Arrays.copyOf(first, 100));
    assertThat(assembler.next(reader)).isFalse();
    receive(concat(Arrays.copyOfRange(first, 100, first.length), frame(2, 10)));
    assertThat(assembler.next(reader)).isTrue();
    shared.fill((byte) 0);

    assertThat(reader.getBytes(3000).toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(Arrays.copyOfRange(first, 16, first.length));
    assertThat(drain()).containsExactly(2L);
  }

  @Test
  void shouldRejectAnAbsurdLengthAsSoonAsItIsThere() {
    receive(new byte[] {'G', 'E', 'T'});
    assertThat(assembler.next(reader)).isFalse();
    receive(new byte[] {' '});

    assertThatThrownBy(() -> assembler.next(reader))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessageStartingWith("frame length: found 542393671");
  }

  @Test
  void shouldRejectAWrongVersionBeforeThePayloadHasCome() {
    byte[] frame = frame(1, 1000);
    frame[4] = 2;
    receive(Arrays.copyOf(frame, 16));

    assertThatThrownBy(() -> assembler.next(reader))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessageStartingWith("protocol version: found 2");
  }

  @Test
  void shouldRefuseToHoardFramesNobodyReads() {
    byte[] large = frame(1, 60_000);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                receive(large);
                assertThat(assembler.pendingLength())
                    .isLessThanOrEqualTo(FrameAssembler.MAX_PENDING_LENGTH);
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("read them first");
  }

  @Test
  void shouldCutAnyStreamAtItsFramesHoweverItArrives() {
    Random random = Seeds.random("FrameAssemblerTest");
    for (int round = 0; round < 50; round++) {
      int count = 1 + random.nextInt(40);
      byte[][] frames = new byte[count][];
      List<Long> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int length = random.nextInt(20) == 0 ? random.nextInt(300_000) : random.nextInt(300);
        frames[i] = frame(i, length);
        expected.add((long) i);
      }
      assertThat(deliver(concat(frames), random)).isEqualTo(expected);
      assertThat(assembler.heldLength()).isZero();
    }
  }

  private List<Long> deliver(byte[] stream, Random random) {
    List<Long> seen = new ArrayList<>();
    int position = 0;
    while (position < stream.length) {
      int largest = random.nextBoolean() ? 20 : FrameAssembler.RECEIVE_BUFFER_LENGTH;
      int length = Math.min(1 + random.nextInt(largest), stream.length - position);
      receive(Arrays.copyOfRange(stream, position, position + length));
      position += length;
      if (random.nextInt(4) == 0 && assembler.next(reader)) {
        seen.add(reader.correlation());
        assembler.retain();
      }
      seen.addAll(drain());
      shared.fill((byte) 0xee);
    }
    return seen;
  }

  private void receive(byte[] bytes) {
    // A receive into the shared buffer overwrites it: only bytes not retained would notice.
    assembler.retain();
    MemorySegment.copy(bytes, 0, shared, ValueLayout.JAVA_BYTE, 0, bytes.length);
    assembler.accept(shared, bytes.length);
  }

  private List<Long> drain() {
    List<Long> seen = new ArrayList<>();
    while (assembler.next(reader)) {
      seen.add(reader.correlation());
      byte[] payload = reader.getBytes(reader.remaining()).toArray(ValueLayout.JAVA_BYTE);
      assertThat(payload).isEqualTo(payload(reader.correlation(), payload.length));
    }
    return seen;
  }

  private static byte[] frame(long correlation, int payloadLength) {
    FrameWriter writer = Heap.writer();
    writer.begin(MessageType.PUT, correlation);
    writer.putBytes(MemorySegment.ofArray(payload(correlation, payloadLength)));
    writer.end();
    return writer.frame().toArray(ValueLayout.JAVA_BYTE);
  }

  private static byte[] payload(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static List<byte[]> pieces(byte[] bytes, int length) {
    List<byte[]> pieces = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += length) {
      pieces.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + length)));
    }
    return pieces;
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
