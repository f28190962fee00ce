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
import io.tokamak.wire.message.FetchReply;
import io.tokamak.wire.message.FetchedItem;
import io.tokamak.wire.message.GreetRequest;
import io.tokamak.wire.message.SharedTexts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that wait: how they end when they are not answered. */
@Timeout(60)
final class ManagerChannelTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final List<ObjectId> IDS = List.of(ObjectId.named("a"));
  private static final FetchReply PRESENT =
      new FetchReply(new SharedTexts(List.of(), List.of()), List.of(new FetchedItem.Present()));

  private final FakeNode node =
      new FakeNode().withManager().answer(MessageType.FETCH, FakeNode.PARK);
  private final ObjectStoreClient client =
      Tokamak.builder().socket(node.socket).callTimeout(Duration.ofSeconds(2)).connect();

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  private long managerConnections() {
    return node.open() - 2;
  }

  @Test
  void shouldGiveUpWhenTheThreadIsInterrupted() throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                client.cluster().fetch(IDS, LONG);
              } catch (InterruptedException | RuntimeException e) {
                thrown.set(e);
              }
            });
    node.parked.take();
    assertThat(managerConnections()).isOne();
    thread.interrupt();
    thread.join();

    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    await().until(() -> managerConnections() == 0);
  }

  @Test
  void shouldRefuseAThreadThatIsInterruptedAlready() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> client.cluster().fetch(IDS, LONG))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(node.count(GreetRequest.class)).isZero();
  }

  @Test
  void shouldGiveUpANodeThatDoesNotAnswer() {
    assertThatThrownBy(() -> client.cluster().fetch(IDS, Duration.ofMillis(10)))
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessageContaining("did not answer in time");
    await().until(() -> managerConnections() == 0);
  }

  @Test
  void shouldEndWhenTheNodeDies() throws Exception {
    CompletableFuture<List<FetchResult>> fetch =
        client.cluster().fetchAsync(IDS, FetchOptions.within(LONG));
    node.parked.take();
    node.die();

    assertThatThrownBy(fetch::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DisconnectedException.class);
  }

  @Test
  void shouldEndWhenTheClientIsClosed() throws Exception {
    CompletableFuture<List<FetchResult>> fetch =
        client.cluster().fetchAsync(IDS, FetchOptions.within(LONG));
    node.parked.take();
    client.close();

    assertThatThrownBy(fetch::get)
        .hasCauseInstanceOf(DisconnectedException.class)
        .hasMessageContaining("this client was closed");
  }

  @Test
  void shouldGiveUpWhatIsCancelled() throws Exception {
    CompletableFuture<List<FetchResult>> fetch =
        client.cluster().fetchAsync(IDS, FetchOptions.within(LONG));
    node.parked.take();
    fetch.cancel(true);

    assertThatThrownBy(fetch::get).isInstanceOf(CancellationException.class);
    await().until(() -> managerConnections() == 0);
  }

  @Test
  void shouldWaitLongerThanATurn() throws Exception {
    CompletableFuture<List<FetchResult>> fetch =
        client.cluster().fetchAsync(IDS, FetchOptions.within(LONG));
    FakeNode.Parked asked = node.parked.take();
    await().pollDelay(Duration.ofMillis(200)).until(() -> !fetch.isDone());
    asked.answer(PRESENT);

    assertThat(fetch.get()).containsExactly(new FetchResult.Present(IDS.getFirst()));
  }

  @Test
  void shouldServeVirtualThreads() throws Exception {
    CompletableFuture<Boolean> there = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        there.complete(client.cluster().fetch(IDS, LONG).getFirst().isThere());
      } catch (InterruptedException e) {
        there.completeExceptionally(e);
      }
    });
    node.parked.take().answer(PRESENT);

    assertThat(there.get()).isTrue();
  }

  @Test
  void shouldHaveAConnectionForEachThatWaits() throws Exception {
    List<CompletableFuture<List<FetchResult>>> fetches =
        IntStream.range(0, 30)
            .mapToObj(i -> client.cluster().fetchAsync(IDS, FetchOptions.within(LONG)))
            .toList();
    for (int i = 0; i < 30; i++) {
      node.parked.take().answer(PRESENT);
    }
    for (CompletableFuture<List<FetchResult>> fetch : fetches) {
      assertThat(fetch.get()).hasSize(1);
    }
    await().until(() -> managerConnections() <= 16);
  }

  @Test
  void shouldSayThatANodeTakesNoPartInACluster() {
    try (FakeNode alone = new FakeNode();
        ObjectStoreClient local = Tokamak.connect(alone.socket)) {
      assertThatThrownBy(() -> local.cluster().nodes())
          .isInstanceOf(InvalidRequestException.class)
          .hasMessageContaining("takes no part in a cluster")
          .hasMessageContaining("node.sock.manager");
    }
  }
}
