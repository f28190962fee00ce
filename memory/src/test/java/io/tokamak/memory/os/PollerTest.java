// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.SystemCallException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollerTest {

  private static final int LONG_MS = 30_000;
  private static final long TOKEN = 0x1234_5678_9abc_def0L;

  @TempDir Path directory;

  private final Poller poller = Poller.open(8);
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment buffer = arena.allocate(64);
  private SocketPair pair;

  @BeforeEach
  void connect() {
    pair = SocketPair.connect(directory);
  }

  @AfterEach
  void close() {
    poller.close();
    pair.close();
    arena.close();
  }

  @Test
  void shouldReportWhatIsReadable() {
    poller.add(pair.server().descriptor(), Poller.READ, TOKEN);
    assertThat(poller.await(0)).isZero();
    pair.client().send(buffer, 0, 8);
    assertThat(poller.await(LONG_MS)).isEqualTo(1);
    assertThat(poller.token(0)).isEqualTo(TOKEN);
    assertThat(poller.isReadable(0)).isTrue();
    assertThat(poller.isWritable(0)).isFalse();
    assertThat(poller.isHungUp(0)).isFalse();
  }

  @Test
  void shouldReportUntilEverythingIsRead() {
    poller.add(pair.server().descriptor(), Poller.READ, TOKEN);
    pair.client().send(buffer, 0, 8);
    assertThat(poller.await(LONG_MS)).isEqualTo(1);
    assertThat(poller.await(LONG_MS)).isEqualTo(1);
    pair.server().receive(buffer, 0, 64);
    assertThat(poller.await(0)).isZero();
  }

  @Test
  void shouldReportRoomOnlyWhenAsked() {
    poller.add(pair.server().descriptor(), 0, TOKEN);
    assertThat(poller.await(0)).isZero();
    poller.modify(pair.server().descriptor(), Poller.WRITE, TOKEN + 1);
    assertThat(poller.await(LONG_MS)).isEqualTo(1);
    assertThat(poller.token(0)).isEqualTo(TOKEN + 1);
    assertThat(poller.isWritable(0)).isTrue();
    poller.remove(pair.server().descriptor());
    assertThat(poller.await(0)).isZero();
  }

  @Test
  void shouldReportAHangUpWithoutBeingAsked() {
    poller.add(pair.server().descriptor(), 0, TOKEN);
    pair.client().close();
    assertThat(poller.await(LONG_MS)).isEqualTo(1);
    assertThat(poller.isHungUp(0)).isTrue();
  }

  @Test
  void shouldReportConnections() {
    poller.add(pair.listener().descriptor(), Poller.READ, TOKEN);
    try (UnixSocket another = UnixSocket.connect(pair.listener().path(), LONG_MS)) {
      assertThat(poller.await(LONG_MS)).isEqualTo(1);
      assertThat(poller.token(0)).isEqualTo(TOKEN);
      pair.listener().accept().orElseThrow().close();
      assertThat(another.receive(buffer, 0, 8)).isEqualTo(UnixSocket.DISCONNECTED);
    }
  }

  @Test
  void shouldBeWokenByAnotherThread() throws Exception {
    ConcurrentLinkedQueue<String> queue = new ConcurrentLinkedQueue<>();
    CompletableFuture<String> seen = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("polling")
        .start(() -> {
          poller.await(LONG_MS);
          seen.complete(String.valueOf(queue.poll()));
        });
    NativeThreads.awaitAsleep("polling");
    queue.add("work");
    poller.wakeUp();
    assertThat(seen.get(LONG_MS, TimeUnit.MILLISECONDS)).isEqualTo("work");
  }

  @Test
  void shouldRememberAWakeUpAndCountManyAsOne() {
    poller.wakeUp();
    poller.wakeUp();
    assertThat(poller.await(LONG_MS)).isZero();
    poller.wakeUp();
    assertThat(poller.await(LONG_MS)).isZero();
  }

  @Test
  void shouldNotHideEventsBehindAWakeUp() {
    poller.wakeUp();
    poller.add(pair.client().descriptor(), Poller.WRITE, 1);
    poller.add(pair.server().descriptor(), Poller.WRITE, 2);
    assertThat(poller.await(LONG_MS)).isEqualTo(2);
    assertThat(poller.token(0) + poller.token(1)).isEqualTo(3);
    assertThat(poller.isWritable(0) && poller.isWritable(1)).isTrue();
  }

  /** A wake-up that is lost leaves the poller asleep for good, with work it has not seen. */
  @Test
  void shouldLoseNoWakeUp() throws Exception {
    int producers = 3;
    int each = 5_000_000;
    AtomicLong work = new AtomicLong();
    CompletableFuture<Long> seen = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> seen.complete(watch(work, (long) producers * each)));
    for (int i = 0; i < producers; i++) {
      Thread.ofPlatform().daemon().start(() -> produce(work, each));
    }
    assertThat(seen.get(4L * LONG_MS, TimeUnit.MILLISECONDS)).isEqualTo((long) producers * each);
  }

  private void produce(AtomicLong work, int count) {
    for (int i = 0; i < count; i++) {
      work.incrementAndGet();
      poller.wakeUp();
    }
  }

  /** The work seen when it is complete, or when the poller slept its whole time. */
  private long watch(AtomicLong work, long total) {
    long seen = 0;
    long sleptNs = 0;
    while (seen < total && sleptNs < TimeUnit.MILLISECONDS.toNanos(LONG_MS)) {
      long beforeNs = System.nanoTime();
      poller.await(LONG_MS);
      sleptNs = System.nanoTime() - beforeNs;
      seen = sleptNs < TimeUnit.MILLISECONDS.toNanos(LONG_MS) ? work.get() : seen;
    }
    return seen;
  }

  @Test
  void shouldReturnFromAwaitWhenClosed() throws Exception {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("polling-closed")
        .start(() -> result.complete(poller.await(LONG_MS)));
    NativeThreads.awaitAsleep("polling-closed");
    poller.close();
    assertThat(result.get(LONG_MS, TimeUnit.MILLISECONDS)).isZero();
    assertThatThrownBy(() -> poller.await(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    int descriptor = pair.server().descriptor();
    assertThatThrownBy(() -> poller.add(descriptor, Poller.READ, Poller.RESERVED_TOKEN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> poller.await(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Poller.open(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> poller.remove(descriptor))
        .isInstanceOf(SystemCallException.class)
        .hasMessageContaining("epoll_ctl(descriptor " + descriptor + ") failed with ENOENT");
  }
}
