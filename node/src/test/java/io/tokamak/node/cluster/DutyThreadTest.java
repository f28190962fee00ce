// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.fabric.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DutyThreadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long HOUR_NS = Duration.ofHours(1).toNanos();

  private final AtomicInteger called = new AtomicInteger();
  private final AtomicInteger turns = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger ends = new AtomicInteger();
  private final AtomicReference<Runnable> mishap = new AtomicReference<>(() -> {});
  private final AtomicReference<Runnable> resting = new AtomicReference<>(() -> {});
  private volatile boolean over;
  private DutyThread thread;

  private final Duty duty =
      new Duty() {
        @Override
        public int turn(long nowNs) {
          turns.incrementAndGet();
          int work = called.getAndSet(0);
          mishap.getAndSet(() -> {}).run();
          done.addAndGet(work);
          return work;
        }

        @Override
        public boolean isCalled() {
          return called.get() > 0;
        }

        @Override
        public boolean isOver() {
          return over;
        }

        @Override
        public long nextDeadlineNs(long nowNs) {
          resting.getAndSet(() -> {}).run();
          return nowNs + HOUR_NS;
        }
      };

  @BeforeEach
  void start() throws IOException {
    thread = new DutyThread("test-duty", new Readiness(), duty, ends::incrementAndGet);
    thread.start();
  }

  @AfterEach
  void stop() {
    assertThat(thread.stop(PATIENCE)).isTrue();
    assertThat(ends).hasValue(1);
  }

  private void call() {
    called.incrementAndGet();
    thread.wakeUp();
  }

  /** Whether it sleeps or is about to when it is called: the next call must be heard. */
  @Test
  void shouldHearEveryCallWhateverItIsDoing() {
    for (int i = 1; i <= 200; i++) {
      int expected = i;
      call();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofNanos(1))
          .until(() -> done.get() == expected);
    }
  }

  @Test
  void shouldGoOnAfterATurnFailed() {
    mishap.set(() -> {
      throw new IllegalStateException("a defect, for a test");
    });
    call();
    await().atMost(PATIENCE).until(() -> thread.surprises() == 1);
    call();
    await().atMost(PATIENCE).until(() -> done.get() > 0);
    assertThat(thread.isRunning()).isTrue();
  }

  /** Also where it asks how long it may sleep. */
  @Test
  void shouldGoOnAfterItsRestFailed() {
    resting.set(() -> {
      throw new IllegalStateException("a defect, for a test");
    });
    call();
    await().atMost(PATIENCE).until(() -> thread.surprises() == 1);
    call();
    await().atMost(PATIENCE).until(() -> done.get() == 2);
    assertThat(thread.isRunning()).isTrue();
  }

  @Test
  void shouldEndWithAnErrorOfTheMachine() {
    mishap.set(() -> {
      throw new OutOfMemoryError("for a test");
    });
    call();
    await().atMost(PATIENCE).until(() -> !thread.isRunning());
    assertThat(ends).hasValue(1);
  }

  @Test
  void shouldEndWhenItsDutyIsOver() {
    over = true;
    call();
    await().atMost(PATIENCE).until(() -> !thread.isRunning());
  }

  @Test
  void shouldStopWhileItSleeps() {
    await().atMost(PATIENCE).until(() -> turns.get() > 0);
    assertThat(thread.stop(PATIENCE)).isTrue();
    assertThat(thread.isRunning()).isFalse();
  }
}
