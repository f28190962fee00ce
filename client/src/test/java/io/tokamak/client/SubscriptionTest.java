// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.ObjectEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SubscriptionTest {
  private static final ObjectEvent SEALED = ObjectEvent.sealed(ObjectId.named("a"), 5, 1);
  private static final ObjectEvent DELETED = ObjectEvent.deleted(ObjectId.named("a"));

  private final FakeNode node = new FakeNode().answer(MessageType.SUBSCRIBE, FakeNode.PARK);
  private final ObjectStoreClient client = Tokamak.connect(node.socket);
  private Subscription subscription;
  private FakeConnection connection;

  @BeforeEach
  void subscribe() throws Exception {
    CompletableFuture<Subscription> subscribed = CompletableFuture.supplyAsync(client::subscribe);
    FakeNode.Parked asked = node.parked.take();
    asked.answer(EmptyReply.DONE);
    connection = asked.connection();
    subscription = subscribed.get(30, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    subscription.close();
    client.close();
    node.close();
  }

  private void push(ObjectEvent... events) {
    connection.reply(MessageType.EVENTS, 0, new EventsPush(List.of(events)));
  }

  @Test
  void shouldHandEventsOutInOrder() throws Exception {
    push(SEALED, DELETED);
    push(ObjectEvent.resync());
    assertThat(subscription.take()).isEqualTo(SEALED);
    assertThat(subscription.poll(Duration.ofSeconds(30))).contains(DELETED);
    assertThat(subscription.take()).isEqualTo(ObjectEvent.resync());
    assertThat(subscription.poll(Duration.ZERO)).isEmpty();
    assertThat(subscription.poll(Duration.ofMillis(5))).isEmpty();
  }

  @Test
  void shouldTakeEventsThatComeWithTheReply() throws Exception {
    CompletableFuture<Subscription> subscribed = CompletableFuture.supplyAsync(client::subscribe);
    FakeNode.Parked asked = node.parked.take();
    asked
        .connection()
        .reply(
            asked.request(),
            asked.correlation(),
            EmptyReply.DONE,
            new EventsPush(List.of(SEALED, DELETED)));
    try (Subscription other = subscribed.get(30, TimeUnit.SECONDS)) {
      assertThat(other.take()).isEqualTo(SEALED);
      assertThat(other.take()).isEqualTo(DELETED);
    }
  }

  @Test
  void shouldHandOutWhatCameBeforeTheEnd() throws Exception {
    push(SEALED);
    node.die();
    assertThat(subscription.take()).isEqualTo(SEALED);
    assertThatThrownBy(subscription::take).isInstanceOf(DisconnectedException.class);
    assertThatThrownBy(() -> subscription.poll(Duration.ZERO))
        .isInstanceOf(DisconnectedException.class);
  }

  @Test
  void shouldEndAWaitWhenItIsClosed() {
    CompletableFuture<Throwable> outcome =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                subscription.take();
                return new AssertionError("an event out of nothing");
              } catch (DisconnectedException | InterruptedException end) {
                return end;
              }
            },
            Thread::startVirtualThread);
    subscription.close();
    assertThat(outcome.join())
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void shouldMakeTheReaderWaitWhenNobodyPolls() throws Exception {
    EventQueue queue = new EventQueue();
    ObjectEvent[] many = new ObjectEvent[EventQueue.BOUND + 1];
    Arrays.fill(many, SEALED);
    queue.put(List.of(many));
    Thread reader =
        Thread.startVirtualThread(() -> {
          try {
            queue.put(List.of(DELETED));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    for (int i = 0; i < many.length; i++) {
      assertThat(queue.poll(Deadline.in(Duration.ofSeconds(30)))).contains(SEALED);
    }
    assertThat(queue.poll(Deadline.never())).contains(DELETED);
    reader.join();
  }
}
