// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.Contents;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.message.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A store whose every byte is in use. */
class FullStoreTest {
  private static final int LENGTH = 1 << 20;
  private static final int CAPACITY = 16 * LENGTH;
  private static final byte[] NO_METADATA = {};

  @RegisterExtension static final SharedStore STORE = new SharedStore(CAPACITY);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient hog;
  private ObjectStoreClient client;
  private List<ObjectHandle> held;

  @BeforeEach
  void fill() {
    hog = STORE.client("the hog");
    client = STORE.client();
    held = new ArrayList<>();
    for (int i = 0; i < CAPACITY / LENGTH; i++) {
      ObjectId each = ObjectId.named("held " + i);
      hog.put(each, Contents.of(each, LENGTH));
      held.add(hog.get(each));
    }
  }

  private void releaseAll() {
    held.forEach(Contents::verify);
    held.forEach(ObjectHandle::close);
  }

  @Test
  void shouldSayWhoHoldsTheMemory() {
    for (Duration patience : List.of(Duration.ZERO, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> client.create(id, LENGTH, NO_METADATA, patience))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("asked for " + LENGTH)
          .hasMessageContaining("free 0")
          .hasMessageContaining("the hog")
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
    assertThat(client.info(id)).isEmpty();
    assertThat(client.holders(ObjectId.named("held 0")))
        .containsExactly(new Holder((int) ProcessHandle.current().pid(), "the hog", 1));
    releaseAll();
  }

  @Test
  void shouldGoOnAfterARelease() {
    CompletableFuture<ObjectBuilder> waiting = client.createAsync(id, 2 * LENGTH, NO_METADATA);
    Waiting.untilQueuedCreates(hog, 1);
    held.get(0).release();
    held.get(1).release();
    try (ObjectBuilder builder = waiting.join()) {
      builder.sharedData().fill((byte) 1);
      builder.seal();
    }
    assertThat(client.contains(id)).isTrue();
    held.subList(2, held.size()).forEach(Contents::verify);
    held.forEach(ObjectHandle::close);
  }

  /** Neither eviction nor waiting helps: said at once, and nothing was evicted for it. */
  @Test
  void shouldRefuseWhatCanNeverFitAndEvictNothingForIt() {
    releaseAll();
    assertThatThrownBy(() -> client.create(id, CAPACITY + 1L))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining(Integer.toString(CAPACITY));
    assertThatThrownBy(() -> client.create(id, Long.MAX_VALUE - 1000))
        .isInstanceOf(RuntimeException.class);
    assertThat(client.list()).hasSize(CAPACITY / LENGTH);
  }
}
