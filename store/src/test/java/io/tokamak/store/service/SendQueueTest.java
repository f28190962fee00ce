// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.os.UnixListener;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.testkit.seed.Seeds;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendQueueTest {
  @TempDir Path directory;
  private final Arena arena = Arena.ofConfined();
  private final SendBuffers buffers = new SendBuffers();
  private final SendQueue queue = new SendQueue(buffers);
  private UnixSocket sender;
  private UnixSocket receiver;

  @BeforeEach
  void connect() {
    Path path = directory.resolve("s");
    try (UnixListener listener =
        UnixListener.listen(path, PosixFilePermissions.fromString("rw-------"), 1)) {
      receiver = UnixSocket.connect(path, 1000);
      sender = listener.accept().orElseThrow();
    }
    sender.blocking(false);
    receiver.blocking(false);
  }

  @AfterEach
  void close() {
    queue.release();
    buffers.clear();
    sender.close();
    receiver.close();
    arena.close();
  }

  private byte[] received() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    MemorySegment buffer = arena.allocate(64 << 10);
    long length = receiver.receive(buffer, 0, buffer.byteSize());
    while (length > 0) {
      all.writeBytes(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
      length = receiver.receive(buffer, 0, buffer.byteSize());
    }
    return all.toByteArray();
  }

  private void append(byte[] bytes) {
    queue.append(MemorySegment.ofArray(bytes), bytes.length);
  }

  @Test
  void shouldKeepWhatASocketDoesNotTake() {
    byte[] large = new byte[2 << 20];
    Arrays.fill(large, (byte) 5);
    append(large);
    assertThat(queue.sendTo(sender)).isEqualTo(SendQueue.Outcome.BLOCKED);
    assertThat(queue.pendingLength()).isBetween(1L, large.length - 1L);
  }

  @Test
  void shouldSayWhenNobodyReadsAnyMore() {
    receiver.close();
    append(new byte[10]);
    assertThat(queue.sendTo(sender)).isEqualTo(SendQueue.Outcome.DISCONNECTED);
  }

  @Test
  void shouldRefuseADescriptorBehindOtherBytes() {
    append(new byte[10]);
    assertThatThrownBy(() -> queue.append(MemorySegment.ofArray(new byte[1]), 1, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldSendEverythingInOrderHoweverItComes() {
    Seeds.run("SendQueueTest.shouldSendEverythingInOrder", this::sendAtRandom);
  }

  private void sendAtRandom(RandomGenerator random) {
    ByteArrayOutputStream wanted = new ByteArrayOutputStream();
    ByteArrayOutputStream found = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      byte[] frame = new byte[1 + random.nextInt(i % 10 == 0 ? 200_000 : 2000)];
      random.nextBytes(frame);
      append(frame);
      wanted.writeBytes(frame);
      if (random.nextInt(3) == 0) {
        queue.sendTo(sender);
      }
      if (random.nextInt(5) == 0) {
        found.writeBytes(received());
      }
    }
    while (queue.sendTo(sender) == SendQueue.Outcome.BLOCKED) {
      found.writeBytes(received());
    }
    found.writeBytes(received());
    assertThat(found.toByteArray()).isEqualTo(wanted.toByteArray());
    assertThat(queue.pendingLength()).isZero();
  }
}
