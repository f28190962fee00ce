// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is ready is told to whom it belongs, and waiting ends for each of its reasons. */
@Timeout(60)
final class ReadinessTest {
  private static final long LONG_NS = 600_000_000_000L;

  private final Readiness readiness;
  private final Pipe pipe;
  private final Pipe other;
  private final List<String> told = new ArrayList<>();

  ReadinessTest() throws IOException {
    readiness = new Readiness();
    pipe = pipe();
    other = pipe();
    readiness.register(pipe.source(), SelectionKey.OP_READ, key -> told.add("first"));
    readiness.register(other.source(), SelectionKey.OP_READ, key -> told.add("second"));
  }

  private static Pipe pipe() throws IOException {
    Pipe pipe = Pipe.open();
    pipe.source().configureBlocking(false);
    return pipe;
  }

  private static void write(Pipe into) throws IOException {
    into.sink().write(ByteBuffer.allocate(1));
  }

  private static void drain(Pipe from) throws IOException {
    from.source().read(ByteBuffer.allocate(1));
  }

  @AfterEach
  void close() throws IOException {
    readiness.close();
    for (Pipe each : List.of(pipe, other)) {
      each.sink().close();
      each.source().close();
    }
  }

  @Test
  void shouldTellEachOfItsOwnChannel() throws IOException {
    assertThat(readiness.poll()).isZero();
    write(other);

    assertThat(readiness.poll()).isEqualTo(1);
    assertThat(told).containsExactly("second");
  }

  @Test
  void shouldTellAgainWhileItIsNotDrained() throws IOException {
    write(pipe);
    readiness.poll();
    readiness.poll();
    drain(pipe);
    readiness.poll();

    assertThat(told).containsExactly("first", "first");
  }

  @Test
  void shouldTellNobodyOfAChannelThatIsClosed() throws IOException {
    write(pipe);
    write(other);
    pipe.source().close();
    readiness.poll();

    assertThat(told).containsExactly("second");
  }

  @Test
  void shouldWaitForAChannelAndTellOfItInTheNextPoll() throws IOException {
    write(pipe);
    readiness.await(LONG_NS);
    assertThat(told).isEmpty();

    readiness.poll();
    assertThat(told).containsExactly("first");
  }

  /** What ended a wait is told once, also if it was closed since; then the channels are asked. */
  @Test
  void shouldTellOnceOfWhatEndedAWait() throws IOException {
    write(pipe);
    write(other);
    readiness.await(LONG_NS);
    readiness.await(LONG_NS);
    drain(pipe);
    other.source().close();
    assertThat(readiness.poll()).isEqualTo(1);
    assertThat(told).containsExactly("first");

    assertThat(readiness.poll()).isZero();
  }

  @Test
  void shouldNotWaitWithoutTime() {
    readiness.await(0);
    readiness.await(-1);

    assertThat(told).isEmpty();
  }

  @Test
  void shouldEndTheNextWaitIfNoneGoesOn() {
    readiness.wakeUp();
    readiness.poll();
    readiness.await(LONG_NS);

    assertThat(told).isEmpty();
  }

  @Test
  void shouldBeWokenByAnotherThread() throws InterruptedException {
    Thread waker = Thread.ofPlatform().start(readiness::wakeUp);
    readiness.await(LONG_NS);
    waker.join();

    assertThat(told).isEmpty();
  }

  /** A poll does what the hurry was about; until then nobody waits. */
  @Test
  void shouldNotWaitInAHurry() throws IOException {
    readiness.hurry();
    readiness.await(LONG_NS);
    write(pipe);
    readiness.hurry();
    readiness.poll();

    readiness.await(LONG_NS);
    assertThat(told).containsExactly("first");
  }

  @Test
  void shouldDoWithoutChannelsForAMomentWhenNothingIsExpectedOfThem() throws IOException {
    readiness.poll(LONG_NS);
    write(pipe);
    for (int i = 0; i < 8; i++) {
      readiness.elsewhere();
      assertThat(readiness.poll(LONG_NS + 19_999)).isZero();
    }
    readiness.elsewhere();

    assertThat(readiness.poll(LONG_NS + 20_000)).isEqualTo(1);
    assertThat(told).containsExactly("first");
  }

  @Test
  void shouldLookAtChannelsEachEighthTimeWherePollsTakeLong() throws IOException {
    assertThat(pollsUntilTold(100_000)).isEqualTo(8);
  }

  @Test
  void shouldLookAtChannelsAtOnceWhereAPollTookAMillisecond() throws IOException {
    assertThat(pollsUntilTold(500_000)).isEqualTo(2);
    assertThat(pollsUntilTold(1_000_000)).isEqualTo(1);
  }

  /** How many polls, so far apart, it takes to hear of a channel that nobody waits for. */
  private int pollsUntilTold(long apartNs) throws IOException {
    drain(pipe);
    told.clear();
    long nowNs = LONG_NS;
    readiness.poll(nowNs);
    write(pipe);
    int polls = 0;
    while (told.isEmpty() && polls < 1000) {
      nowNs += apartNs;
      readiness.elsewhere();
      readiness.poll(nowNs);
      polls++;
    }
    return polls;
  }

  @Test
  void shouldLookAtChannelsAgainWhenNobodySaysThatNothingIsExpected() throws IOException {
    readiness.poll(LONG_NS);
    write(pipe);
    readiness.elsewhere();
    readiness.poll(LONG_NS);

    assertThat(readiness.poll(LONG_NS)).isEqualTo(1);
  }

  @Test
  void shouldLookAtChannelsNowAndThenThoughTheClockStands() throws IOException {
    readiness.poll(LONG_NS);
    write(pipe);
    int polls = 0;
    while (told.isEmpty() && polls < 1000) {
      readiness.elsewhere();
      readiness.poll(LONG_NS);
      polls++;
    }

    assertThat(polls).isEqualTo(64);
  }

  @Test
  void shouldTellOfWhatEndedAWaitWhateverIsExpected() throws IOException {
    readiness.poll(LONG_NS);
    write(pipe);
    readiness.await(LONG_NS);
    readiness.elsewhere();

    assertThat(readiness.poll(LONG_NS)).isEqualTo(1);
  }

  @Test
  void shouldNotWaitAsLongAsSomebodyIsNotReadyForIt() throws IOException {
    List<Boolean> answers = new ArrayList<>(List.of(false, true));
    BooleanSupplier mayWait = answers::removeFirst;
    readiness.beforeWaiting(mayWait);
    readiness.await(LONG_NS);
    write(pipe);
    readiness.await(LONG_NS);
    readiness.forget(mayWait);
    readiness.await(LONG_NS);

    assertThat(answers).isEmpty();
    readiness.poll();
    assertThat(told).containsExactly("first");
  }

  @Test
  void shouldLetGoOfThePortOfAClosedChannel() throws IOException {
    InetSocketAddress address;
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      server.configureBlocking(false);
      address = (InetSocketAddress) server.getLocalAddress();
      readiness.register(server, SelectionKey.OP_ACCEPT, key -> told.add("server"));
    }
    readiness.sweep();

    try (ServerSocketChannel next = ServerSocketChannel.open()) {
      next.bind(address);
    }
    readiness.close();
    readiness.sweep();
    assertThat(told).isEmpty();
  }
}
