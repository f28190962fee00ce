// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.StoreProcess;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The node is killed under load: everybody is told at once, and it can be started again. */
class StoreDeathTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final StoreProcess store = StoreProcess.start(64 << 20);
  private final ObjectId id = ObjectId.named("there");

  @AfterEach
  void close() {
    store.close();
  }

  /** A thread that does something again and again until it fails; how it failed. */
  private static CompletableFuture<Long> loop(Callable<?> operation) {
    CompletableFuture<Long> count = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> run(operation, count));
    return count;
  }

  private static void run(Callable<?> operation, CompletableFuture<Long> count) {
    try {
      while (true) {
        operation.call();
      }
    } catch (Throwable failure) {
      count.completeExceptionally(failure);
    }
  }

  private List<CompletableFuture<?>> load(ObjectStoreClient client) {
    List<CompletableFuture<?>> load = new ArrayList<>();
    load.add(loop(() -> client.getWhenSealed(ObjectId.named("never"))));
    load.add(client.getAsync(ObjectId.named("never"), Duration.ofDays(1)));
    load.add(loop(() -> read(client)));
    load.add(loop(() -> put(client, 100)));
    load.add(loop(() -> put(client, 2 << 20)));
    load.add(loop(() -> client.list()));
    load.add(loop(() -> client.contains(id)));
    return load;
  }

  private Object read(ObjectStoreClient client) {
    try (ObjectHandle handle = client.get(id)) {
      Contents.verify(handle);
      return handle;
    }
  }

  private static Object put(ObjectStoreClient client, int length) {
    client.put(ObjectId.random(), new byte[length]);
    return client;
  }

  @Test
  void shouldTellAllClientsAtOnce() throws Exception {
    ObjectStoreClient observer = store.client();
    observer.put(id, Contents.of(id, 10_000));
    observer.pin(List.of(id));
    ObjectHandle held = observer.get(id);
    List<CompletableFuture<?>> load = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      load.addAll(load(store.client("loaded " + i)));
    }
    Waiting.untilBlockedGets(observer, 6);
    Waiting.atLeast(observer, "sealed", 1000);

    long startNs = System.nanoTime();
    store.kill();
    CompletableFuture<Void> all =
        CompletableFuture.allOf(load.toArray(CompletableFuture<?>[]::new));
    assertThatThrownBy(() -> all.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .hasCauseInstanceOf(DisconnectedException.class);
    System.out.printf(
        "%d loaded threads knew of the node's death after %d ms%n",
        load.size(), (System.nanoTime() - startNs) / 1_000_000);
    assertThat(load)
        .allSatisfy(each ->
            assertThatThrownBy(each::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DisconnectedException.class));
    assertThat(observer.isConnected()).isFalse();
    Contents.verify(held);
    held.release();
  }

  @Test
  void shouldStartAgainOnTheSameSocket() {
    ObjectStoreClient before = store.client();
    before.put(id, Contents.of(id, 1000));
    Path left = segment();
    store.kill();
    assertThat(left).exists();
    assertThat(store.socket()).exists();

    store.restart();
    assertThat(left).as("what the dead node left").doesNotExist();
    assertThat(segment()).exists();
    assertThatThrownBy(() -> before.put(ObjectId.random(), new byte[10]))
        .isInstanceOf(DisconnectedException.class);
    ObjectStoreClient after = store.client();
    assertThat(after.contains(id)).isFalse();
    after.put(id, Contents.of(id, 1000));
    assertThat(read(after)).isNotNull();
    assertThat(store.stop()).isZero();
    assertThat(segment()).doesNotExist();
    assertThat(store.socket()).doesNotExist();
  }

  /** Where the store process has its memory. */
  private Path segment() {
    Path directory = Path.of("/dev/shm", "tokamak-" + ProcessIdentity.currentUid());
    try (var files = Files.list(directory)) {
      String end = "-" + store.process().pid() + ".segment";
      return files
          .filter(file -> file.toString().endsWith(end))
          .findFirst()
          .orElse(directory.resolve("none"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
