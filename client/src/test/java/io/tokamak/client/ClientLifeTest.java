// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.ReleasedException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.ContainsReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.GoodbyeRequest;
import io.tokamak.wire.message.StatsReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ClientLifeTest {
  private static final ObjectId ID = ObjectId.named("object");

  private final FakeNode node = new FakeNode();
  private final ObjectStoreClient client =
      Tokamak.builder().socket(node.socket).callTimeout(Duration.ofSeconds(1)).connect();

  ClientLifeTest() {
    node.put(ID, new byte[] {3}, new byte[0]);
  }

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  /** The store gives the slot to somebody else as soon as the session ends. */
  @Test
  void shouldKeepTheSessionOfAClosedClientWhileItsMemoryCannotBeUnmapped() throws Exception {
    int length = 1 << 20;
    ObjectId large = ObjectId.named("large");
    node.put(large, new byte[length], new byte[0]);
    Pipe pipe = Pipe.open();
    try (Pipe.SourceChannel source = pipe.source()) {
      Thread writer = Thread.ofPlatform().start(() -> write(large, length, pipe.sink()));
      ByteBuffer piece = ByteBuffer.allocate(64 << 10);
      int read = source.read(piece.limit(1));
      client.close();
      assertThat(node.count(GoodbyeRequest.class)).isZero();
      while (read < length) {
        read += source.read(piece.clear());
      }
      writer.join();
    }
    await().untilAsserted(() -> assertThat(node.count(GoodbyeRequest.class)).isEqualTo(1));
  }

  private void write(ObjectId id, int length, Pipe.SinkChannel sink) {
    ByteBuffer data;
    try (ObjectHandle handle = client.get(id)) {
      data = handle.rawData(0, length).asByteBuffer();
    }
    try {
      while (data.hasRemaining()) {
        sink.write(data);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The pin is of a get whose answer never came. */
  @Test
  void shouldLetGoOfItsMemoryWhenItIsSentAwayAndClosed() {
    ObjectHandle handle = client.get(ID);
    node.get(GetRequest.of(ID, 0));
    node.expel();
    await().until(() -> !client.isConnected());
    client.close();
    assertThat(handle.byteAt(0)).isEqualTo((byte) 3);
    assertThat(node.isLeft()).isFalse();
    handle.close();
    await().until(node::isLeft);
  }

  @Test
  void shouldSayThatNobodyListens() {
    assertThatThrownBy(() -> Tokamak.connect(Path.of("/nonexistent/node.sock")))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining("/nonexistent/node.sock")
        .hasMessageContaining("tokamak node start");
  }

  @Test
  void shouldRefuseEverythingOnceClosed() {
    client.close();
    client.close();
    assertThat(client.isConnected()).isFalse();
    for (var use :
        List.<ThrowableAssert.ThrowingCallable>of(
            () -> client.get(ID),
            () -> client.contains(ID),
            () -> client.put(ObjectId.random(), new byte[1]),
            () -> client.delete(ID),
            client::list,
            client::stats,
            client::subscribe,
            () -> client.get(ID, Duration.ofMillis(1)))) {
      assertThatThrownBy(use)
          .isInstanceOf(DisconnectedException.class)
          .hasMessageContaining("closed");
    }
    assertThat(client.getAsync(ID, Duration.ZERO)).isCompletedExceptionally();
    assertThat(node.count(GoodbyeRequest.class)).isEqualTo(1);
  }

  @Test
  void shouldKeepTheSessionUntilTheLastHandleIsReleased() {
    ObjectHandle first = client.get(ID);
    ObjectHandle second = client.get(ID);
    client.close();
    first.close();
    assertThat(second.byteAt(0)).isEqualTo((byte) 3);
    assertThat(second.data().byteSize()).isEqualTo(1);
    assertThat(node.count(GoodbyeRequest.class)).isZero();
    second.close();
    assertThat(node.count(GoodbyeRequest.class)).isEqualTo(1);
    assertThatThrownBy(() -> second.byteAt(0)).isInstanceOf(ReleasedException.class);
  }

  @Test
  void shouldAbortWhatIsUnsealedWhenItCloses() {
    ObjectBuilder open = client.create(ObjectId.named("open"), 8);
    ObjectBuilder released = client.create(ObjectId.named("released"), 8);
    released.release();
    client.close();
    assertThat(node.seen)
        .contains(
            new AbortRequest(open.id()), new AbortRequest(released.id()), new GoodbyeRequest());
    assertThatThrownBy(open::seal).isInstanceOf(ReleasedException.class);
  }

  @Test
  void shouldKeepHandlesReadableWhenTheNodeDies() {
    ObjectHandle handle = client.get(ID);
    node.die();
    await().until(() -> !client.isConnected());
    assertThat(handle.byteAt(0)).isEqualTo((byte) 3);
    assertThatThrownBy(() -> client.get(ID))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining("connect a new one");
    assertThatThrownBy(() -> client.contains(ID)).isInstanceOf(DisconnectedException.class);
    handle.close();
  }

  @Test
  void shouldNotSealInTheMemoryOfANodeThatIsGone() {
    ObjectBuilder sealed = client.create(ObjectId.named("sealed"), 8);
    ObjectBuilder gotten = client.create(ObjectId.named("gotten"), 8);
    node.die();
    await().until(() -> !client.isConnected());
    assertThatThrownBy(sealed::seal).isInstanceOf(DisconnectedException.class);
    assertThatThrownBy(gotten::sealAndGet).isInstanceOf(DisconnectedException.class);
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldEndWhileTheStoreHasPinnedForAWaitThatIsAbandoned() throws Exception {
    node.answer(MessageType.GET, FakeNode.PARK);
    var waiting = client.getAsync(ObjectId.named("absent"), Duration.ofMinutes(1));
    node.parked.take();
    node.slot.pins().claim(node.put(ObjectId.named("part"), new byte[1], new byte[0]), 0);
    client.close();
    assertThat(node.count(GoodbyeRequest.class)).isEqualTo(1);
    await().until(waiting::isCompletedExceptionally);
  }

  @Test
  void shouldGiveUpOnANodeThatDoesNotAnswer() {
    node.answer(MessageType.STATS, FakeNode.PARK);
    ObjectHandle handle = client.get(ID);
    assertThatThrownBy(client::stats)
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessageContaining("in time");
    assertThatThrownBy(() -> client.get(ID)).isInstanceOf(DisconnectedException.class);
    assertThat(node.pins()).isEqualTo(1);
    assertThat(handle.byteAt(0)).isEqualTo((byte) 3);
    handle.close();
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldNotTrustAReplyToAnotherCall() {
    node.answer(
        MessageType.STATS,
        request -> Optional.of(new ContainsReply(List.of(true, true, true, true, true))));
    assertThatThrownBy(client::stats).isInstanceOf(ProtocolMismatchException.class);
    node.answer(MessageType.STATS, request -> Optional.of(new StatsReply(List.of())));
  }

  @Test
  void shouldNotTrustBytesThatAreNoFrame() throws Exception {
    node.answer(MessageType.STATS, FakeNode.PARK);
    Thread garbage =
        Thread.startVirtualThread(() -> {
          try {
            node.parked.take().connection().sendRaw(new byte[64]);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThatThrownBy(client::stats).isInstanceOf(ProtocolMismatchException.class);
    garbage.join();
    assertThatThrownBy(client::stats).isInstanceOf(DisconnectedException.class);
  }

  @Test
  void shouldNoticeGarbageOnTheConnectionOfWaits() throws Exception {
    node.answer(MessageType.GET, FakeNode.PARK);
    var waiting = client.getAsync(ObjectId.named("absent"), Duration.ofMinutes(1));
    node.parked
        .take()
        .connection()
        .sendRaw(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    await().until(waiting::isCompletedExceptionally);
    assertThat(client.isConnected()).isFalse();
  }

  @Test
  void shouldSurviveACloseUnderFullUse() throws Exception {
    int threads = 4;
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    CountDownLatch running = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .start(() -> {
            running.countDown();
            useUntilClosed(wrong);
            ended.incrementAndGet();
          });
    }
    running.await();
    client.close();
    await().untilAtomic(ended, Matchers.is(threads));
    assertThat(wrong).hasValue(0);
    await().untilAsserted(() -> assertThat(node.count(GoodbyeRequest.class)).isEqualTo(1));
    assertThat(node.pins()).isZero();
  }

  private void useUntilClosed(AtomicInteger wrong) {
    try {
      while (true) {
        try (ObjectHandle handle = client.get(ID)) {
          if (handle.byteAt(0) != 3 || !client.contains(ID)) {
            wrong.incrementAndGet();
          }
        }
      }
    } catch (TokamakException end) {
      if (!(end instanceof DisconnectedException)) {
        wrong.incrementAndGet();
      }
    } catch (RuntimeException unexpected) {
      wrong.incrementAndGet();
    }
  }
}
