// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.ObjectLocation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WaitingGetTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final ObjectId ID = ObjectId.named("later");

  private final FakeNode node = new FakeNode().answer(MessageType.GET, FakeNode.PARK);
  private final ObjectStoreClient client = Tokamak.connect(node.socket);

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  private FakeNode.Parked nextAsked() throws InterruptedException {
    FakeNode.Parked asked = node.parked.poll(30, TimeUnit.SECONDS);
    assertThat(asked).isNotNull();
    return asked;
  }

  private void answerNow(FakeNode.Parked asked) {
    asked.answer(node.get((GetRequest) asked.request()));
  }

  private CompletableFuture<ObjectHandle> getElsewhere(Duration timeout) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.get(ID, timeout);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        },
        Thread::startVirtualThread);
  }

  @Test
  void shouldWaitUntilTheObjectIsSealed() throws Exception {
    CompletableFuture<ObjectHandle> waiting = getElsewhere(LONG);
    FakeNode.Parked asked = nextAsked();
    assertThat(((GetRequest) asked.request()).timeoutMs()).isBetween(1L, 2_000L);
    assertThat(waiting).isNotDone();
    node.put(ID, new byte[] {7}, new byte[0]);
    answerNow(asked);
    try (ObjectHandle handle = waiting.get(30, TimeUnit.SECONDS)) {
      assertThat(handle.byteAt(0)).isEqualTo((byte) 7);
      assertThat(node.pins()).isEqualTo(1);
    }
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldNotHoldUpOthersWhileItWaits() throws Exception {
    CompletableFuture<ObjectHandle> waiting = getElsewhere(LONG);
    nextAsked();
    ObjectId other = ObjectId.named("other");
    client.put(other, new byte[1]);
    client.get(other).close();
    client.seal(other);
    assertThat(waiting).isNotDone();
  }

  @Test
  void shouldAskAgainWhileThereIsTime() throws Exception {
    CompletableFuture<ObjectHandle> waiting = getElsewhere(LONG);
    nextAsked().answer(GetReply.of(ObjectLocation.ABSENT));
    FakeNode.Parked again = nextAsked();
    assertThat(waiting).isNotDone();
    node.put(ID, new byte[1], new byte[0]);
    answerNow(again);
    waiting.get(30, TimeUnit.SECONDS).close();
  }

  @Test
  void shouldSayWhenTheTimeIsUp() throws Exception {
    node.answer(MessageType.GET, request -> Optional.of(GetReply.of(ObjectLocation.ABSENT)));
    assertThatThrownBy(() -> client.get(ID, Duration.ZERO))
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessageContaining(ID.toHex());
    assertThatThrownBy(() -> client.get(ID, Duration.ofMillis(-1)))
        .isInstanceOf(InvalidRequestException.class);
    assertThat(client.getAll(List.of(ID), Duration.ZERO)).containsExactly((ObjectHandle) null);
  }

  @Test
  void shouldGetManyInOrderWithDuplicatesAndGaps() throws Exception {
    ObjectId first = ObjectId.named("first");
    ObjectId second = ObjectId.named("second");
    node.put(first, new byte[] {1}, new byte[0]);
    node.answer(MessageType.GET, request -> Optional.of(node.get((GetRequest) request)));
    List<ObjectId> ids = List.of(first, ID, second, first);
    node.put(second, new byte[] {2}, new byte[0]);
    List<ObjectHandle> handles = client.getAll(ids, Duration.ZERO);
    assertThat(handles).hasSize(4);
    assertThat(handles.get(1)).isNull();
    assertThat(handles.get(0).byteAt(0)).isEqualTo((byte) 1);
    assertThat(handles.get(2).byteAt(0)).isEqualTo((byte) 2);
    assertThat(handles.get(3).id()).isEqualTo(first);
    assertThat(handles.get(3)).isNotSameAs(handles.get(0));
    assertThat(node.seen).contains(new GetRequest(0, List.of(ID)));
    handles.stream().filter(Objects::nonNull).forEach(ObjectHandle::close);
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldAskForMoreIdsThanFitInAFrame() throws Exception {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      ids.add(ObjectId.fromWords(i, 1, 2));
    }
    node.answer(MessageType.GET, request -> Optional.of(node.get((GetRequest) request)));
    assertThat(client.getAll(ids, Duration.ZERO)).hasSize(20_000).containsOnlyNulls();
    assertThat(node.count(GetRequest.class)).isEqualTo(2);
    assertThat(client.getAll(List.of(), Duration.ZERO)).isEmpty();
  }

  @Test
  void shouldReleaseWhatComesAfterAnInterrupt() throws Exception {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                client.getWhenSealed(ID);
              } catch (InterruptedException e) {
                outcome.complete(e);
              }
            });
    FakeNode.Parked asked = nextAsked();
    waiting.interrupt();
    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    node.put(ID, new byte[1], new byte[0]);
    answerNow(asked);
    await().untilAsserted(() -> assertThat(node.pins()).isZero());
  }

  @Test
  void shouldReleaseWhatCameForAGetThatIsGivenUp() throws Exception {
    ObjectId present = ObjectId.named("present");
    node.put(present, new byte[1], new byte[0]);
    Thread waiting =
        Thread.startVirtualThread(() -> {
          try {
            client.getAll(List.of(present, ID), LONG);
          } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
          }
        });
    nextAsked();
    assertThat(node.pins()).isEqualTo(1);
    waiting.interrupt();
    waiting.join();
    await().untilAsserted(() -> assertThat(node.pins()).isZero());
  }

  @Test
  void shouldCompleteAFutureWithoutAThread() throws Exception {
    CompletableFuture<ObjectHandle> future = client.getAsync(ID, LONG);
    CompletableFuture<Boolean> virtual =
        future.thenApply(handle -> Thread.currentThread().isVirtual());
    FakeNode.Parked asked = nextAsked();
    node.put(ID, new byte[1], new byte[0]);
    answerNow(asked);
    assertThat(virtual.get(30, TimeUnit.SECONDS)).isTrue();
    future.get().close();
    client.getAsync(ID, LONG).get(30, TimeUnit.SECONDS).close();
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldReleaseWhatComesForACancelledFuture() throws Exception {
    CompletableFuture<ObjectHandle> future = client.getAsync(ID, LONG);
    FakeNode.Parked asked = nextAsked();
    future.cancel(false);
    node.put(ID, new byte[1], new byte[0]);
    answerNow(asked);
    CompletableFuture<ObjectHandle> other = client.getAsync(ID, LONG);
    other.get(30, TimeUnit.SECONDS).close();
    await().untilAsserted(() -> assertThat(node.pins()).isZero());
  }

  @Test
  void shouldEndEveryWaitAtOnceWhenTheNodeDies() throws Exception {
    CompletableFuture<ObjectHandle> synchronous = getElsewhere(LONG);
    nextAsked();
    CompletableFuture<ObjectHandle> asynchronous = client.getAsync(ID, LONG);
    nextAsked();
    node.die();
    for (CompletableFuture<ObjectHandle> waiting : List.of(synchronous, asynchronous)) {
      assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(DisconnectedException.class);
    }
  }

  @Test
  void shouldEndEveryWaitWhenTheClientIsClosed() throws Exception {
    ObjectId present = ObjectId.named("present");
    node.put(present, new byte[1], new byte[0]);
    try (ObjectHandle keepsTheSession = client.get(present)) {
      CompletableFuture<ObjectHandle> waiting = getElsewhere(LONG);
      FakeNode.Parked asked = nextAsked();
      client.close();
      assertThatThrownBy(() -> waiting.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(DisconnectedException.class);
      node.put(ID, new byte[1], new byte[0]);
      answerNow(asked);
      await().untilAsserted(() -> assertThat(node.pins()).isEqualTo(1));
      assertThat(keepsTheSession.byteAt(0)).isZero();
    }
    assertThat(node.pins()).isZero();
  }
}
