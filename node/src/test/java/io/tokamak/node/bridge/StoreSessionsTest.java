// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.store.service.SegmentPlace;
import io.tokamak.store.service.StoreConfig;
import io.tokamak.store.service.StoreServer;
import io.tokamak.wire.error.DisconnectedException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session that is of no more use is replaced, not at once and not at the cost of what it holds.
 */
final class StoreSessionsTest {
  private static final long PAUSE_NS = 100;

  @TempDir private Path directory;
  private StoreServer store;
  private StoreSessions sessions;
  private long nowNs = 1;
  private boolean refuses;

  @BeforeEach
  void start() {
    store =
        StoreServer.start(
            StoreConfig.of(directory.resolve("store.sock"), 1 << 20)
                .withPlace(new SegmentPlace.Anonymous()));
    sessions = new StoreSessions(this::connect, new Backoff(PAUSE_NS, 4 * PAUSE_NS), () -> nowNs);
  }

  private ObjectStoreClient connect() {
    if (refuses) {
      throw new DisconnectedException("nobody is there, for a test");
    }
    return Tokamak.connect(store.socket());
  }

  @AfterEach
  void stop() {
    sessions.close();
    store.close();
  }

  private void assertThatThereIsNone() {
    assertThatExceptionOfType(DisconnectedException.class).isThrownBy(sessions::current);
  }

  @Test
  void shouldKeepOneThatIsOfUse() {
    StoreSession first = sessions.current();
    nowNs += 1_000_000;
    assertThat(sessions.current()).isSameAs(first);
    assertThat(sessions.made()).isEqualTo(1);
  }

  @Test
  void shouldReplaceOneThatIsOfNoMoreUseAfterAPause() {
    StoreSession first = sessions.current();
    first.client().close();

    assertThatThereIsNone();
    nowNs += PAUSE_NS - 1;
    assertThatThereIsNone();
    nowNs++;
    StoreSession second = sessions.current();

    assertThat(second.client().isConnected()).isTrue();
    assertThat(second.client().capacity()).isEqualTo(store.status().capacityBytes());
    assertThat(first.hasEnded()).isTrue();
    assertThat(sessions.made()).isEqualTo(2);
  }

  @Test
  void shouldPauseLongerTheMoreOftenItFails() {
    refuses = true;
    for (long pauseNs : new long[] {PAUSE_NS, 2 * PAUSE_NS, 4 * PAUSE_NS, 4 * PAUSE_NS}) {
      assertThatThereIsNone(); // this one tried
      refuses = false;
      nowNs += pauseNs - 1;
      assertThatThereIsNone(); // this one did not
      refuses = true;
      nowNs++;
    }
    refuses = false;
    assertThat(sessions.current().client().isConnected()).isTrue();
  }

  /** Its end would be the end of its pins, and of memory that peers still write to. */
  @Test
  void shouldEndTheOldOneWhenNothingOfItIsLeft() {
    StoreSession session = sessions.current();
    session.use();
    session.use();
    session.retire();
    session.unuse();
    assertThat(session.client().isConnected()).isTrue();
    assertThat(store.status().sessions()).isEqualTo(1);

    session.unuse();

    assertThat(session.client().isConnected()).isFalse();
    await().until(() -> store.status().sessions() == 0);
  }
}
