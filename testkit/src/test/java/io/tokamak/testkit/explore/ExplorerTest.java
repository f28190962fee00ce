// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import static io.tokamak.testkit.explore.Litmus.X;
import static io.tokamak.testkit.explore.Litmus.Y;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.words.SharedWords;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExplorerTest {
  private static final long TURN = 16;
  private static final long CRITICAL = 24;

  /** Threads that only add to their own word, so that nothing but the order is to choose. */
  private static Scenario counters(int... accesses) {
    return stage -> {
      for (int i = 0; i < accesses.length; i++) {
        long word = i * 8L;
        int count = accesses[i];
        stage.thread("T" + i, () -> add(stage.words(), word, count));
      }
      stage.check(() -> {
        for (int i = 0; i < accesses.length; i++) {
          assertThat(stage.words().getPlain(i * 8L)).isEqualTo(accesses[i]);
        }
      });
    };
  }

  private static void add(SharedWords words, long word, int count) {
    for (int i = 0; i < count; i++) {
      words.getAndAdd(word, 1);
    }
  }

  @Test
  void shouldExploreAsManyExecutionsAsThereAreInterleavings() {
    assertThat(executions(counters(5))).isEqualTo(1);
    assertThat(executions(counters(1, 1))).isEqualTo(2);
    assertThat(executions(counters(2, 2))).isEqualTo(6); // 4! / (2! 2!)
    assertThat(executions(counters(5, 5))).isEqualTo(252); // 10! / (5! 5!)
    assertThat(executions(counters(2, 2, 2))).isEqualTo(90); // 6! / (2! 2! 2!)
    assertThat(executions(counters(1, 1, 1, 1))).isEqualTo(24); // 4!
  }

  @Test
  void shouldExploreAnOldValueOnceForEachPlaceItCanBeReadAt() {
    // store, load: the load is first (0), or second and finds the new value or the old one
    Scenario scenario =
        stage -> {
          SharedWords words = stage.words();
          stage.thread("store", () -> words.putRelease(X, 1));
          stage.thread("load", () -> words.getAcquire(X));
        };
    assertThat(executions(scenario)).isEqualTo(3);
  }

  private static long executions(Scenario scenario) {
    Exploration exploration = Explorer.of(scenario).withoutMerging().explore();
    exploration.assertSafe();
    assertThat(exploration.merged()).isZero();
    return exploration.executions();
  }

  @Test
  void shouldMergeStatesThatAreReachedInSeveralWays() {
    Scenario storing =
        stage -> {
          for (long word : new long[] {X, Y}) {
            stage.thread(
                "T" + word,
                () -> {
                  for (int i = 0; i < 15; i++) {
                    stage.words().putRelease(word, i);
                  }
                });
          }
        };
    Exploration exploration = Explorer.of(storing).explore();
    exploration.assertSafe();
    assertThat(exploration.steps()).isEqualTo(2 * 15 * 16); // the edges of a 15 x 15 grid
  }

  @Test
  void shouldTellWhenTheStepBoundCutsExecutions() {
    Exploration exploration =
        Explorer.of(stage ->
                stage.thread(
                    "spinner",
                    () -> {
                      while (stage.words().getAcquire(X) == 0) {
                        Thread.onSpinWait();
                      }
                    }))
            .stepBound(50)
            .explore();
    assertThat(exploration.boundReached()).isEqualTo(1);
    assertThat(exploration.exhaustive()).isFalse();
    assertThat(exploration.executions()).isZero();
    assertThatThrownBy(exploration::assertSafe).hasMessageContaining("step bound reached 1 times");
  }

  @Test
  void shouldTellWhenALimitEndsTheSearch() {
    Exploration exploration =
        Explorer.of(counters(2, 2)).withoutMerging().executionLimit(5).explore();
    assertThat(exploration.executions()).isEqualTo(5);
    assertThat(exploration.exhaustive()).isFalse();
    assertThat(
            Explorer.of(counters(2, 2)).withoutMerging().executionLimit(7).explore().exhaustive())
        .isTrue();
  }

  /** A lock of one word, with what it protects. */
  private static Scenario spinLock(boolean unlock) {
    return stage -> {
      SharedWords words = stage.words();
      for (String name : new String[] {"A", "B", "C"}) {
        stage.thread(
            name,
            () -> {
              while (!words.compareAndSet(X, 0, 1)) {
                Thread.onSpinWait();
              }
              words.putPlain(Y, words.getPlain(Y) + 1);
              if (unlock) {
                words.putRelease(X, 0);
              }
            });
      }
      stage.raceFree(Y, 8);
      stage.check(() -> assertThat(words.getPlain(Y)).isEqualTo(3));
    };
  }

  @Test
  void shouldTakeSpinningThreadsOffTheSchedule() {
    Exploration exploration = Explorer.of(spinLock(true)).waitOnSpins().explore();
    exploration.assertSafe();
    assertThat(exploration.executions()).isPositive();
  }

  @Test
  void shouldFindThreadsThatWaitForEver() {
    Violation violation = Explorer.of(spinLock(false)).waitOnSpins().explore().firstViolation();
    assertThat(violation.problem()).contains("stuck for ever", "compareAndSet [0x0]");
  }

  /** Peterson's mutual exclusion; both threads try once and give up when the other is there. */
  private static Scenario peterson() {
    return stage -> {
      SharedWords words = stage.words();
      stage.thread("left", () -> petersonSide(words, X, Y, 1));
      stage.thread("right", () -> petersonSide(words, Y, X, 0));
      stage.raceFree(CRITICAL, 8);
    };
  }

  private static void petersonSide(SharedWords words, long mine, long theirs, long turn) {
    words.putRelease(mine, 1);
    words.fullFence(); // whoever stores the turn second sees the other's flag
    words.putRelease(TURN, turn);
    words.fullFence();
    if (words.getAcquire(theirs) == 0 || words.getAcquire(TURN) != turn) {
      words.putPlain(CRITICAL, words.getPlain(CRITICAL) + 1);
      words.putRelease(mine, 0);
    }
  }

  @Test
  void shouldFindPetersonBrokenUnlessBothSidesFence() {
    Explorer.of(peterson()).explore().assertSafe();
    Explorer.of(peterson()).ignoreFencesOf("left").explore().firstViolation();
    Explorer.of(peterson()).ignoreFencesOf("right").explore().firstViolation();
  }

  /** Dekker's core: raise a flag, fence, look at the other flag. */
  private static Scenario dekker() {
    return stage -> {
      SharedWords words = stage.words();
      boolean[] inside = new boolean[2];
      stage.thread("left", () -> inside[0] = enters(words, X, Y));
      stage.thread("right", () -> inside[1] = enters(words, Y, X));
      stage.check(() -> assertThat(inside[0] && inside[1]).as("both inside").isFalse());
    };
  }

  private static boolean enters(SharedWords words, long mine, long theirs) {
    words.putRelease(mine, 1);
    words.fullFence();
    return words.getAcquire(theirs) == 0;
  }

  @Test
  void shouldFindDekkerBrokenWithoutAFenceAndRightWithBoth() {
    Explorer.of(dekker()).explore().assertSafe();
    Violation violation = Explorer.of(dekker()).ignoreFencesOf("left").explore().firstViolation();
    assertThat(violation.problem()).contains("both inside");
    assertThat(violation.cause()).isInstanceOf(AssertionError.class);
  }

  @Test
  void shouldReplayAPrintedSchedule() {
    Explorer explorer =
        Explorer.of(stage -> dekker().play(stage.name(X, "left.flag").name(Y, "right.flag")))
            .ignoreFencesOf("left");
    Violation violation = explorer.explore().firstViolation();
    Violation again = explorer.replay(violation.schedule()).firstViolation();
    assertThat(again.toString()).isEqualTo(violation.toString());
    assertThat(again.steps())
        .hasSize(5)
        .anyMatch(line -> line.contains("putRelease left.flag = 1"));
    assertThat(again.toString()).contains("replay(\"" + violation.schedule() + "\")", "old value");
  }

  @Test
  void shouldReplayAHarmlessScheduleWithoutViolation() {
    Exploration exploration = Explorer.of(dekker()).ignoreFencesOf("left").replay("0 0 1 1 1");
    assertThat(exploration.violations()).isEmpty();
    assertThat(exploration.executions()).isEqualTo(1);
  }

  @Test
  void shouldRefuseAScheduleThatDoesNotFit() {
    assertThatThrownBy(() -> Explorer.of(dekker()).replay("0 0 0 0"))
        .hasMessageContaining("does not fit");
    assertThatThrownBy(() -> Explorer.of(dekker()).replay("zero")).hasMessageContaining("'zero'");
  }

  @Test
  void shouldFindViolationsWithRandomSchedules() {
    Exploration broken = Explorer.of(dekker()).ignoreFencesOf("left").random(1, 10_000);
    assertThat(broken.firstViolation().problem()).contains("both inside");
    Exploration right = Explorer.of(dekker()).random(1, 1_000);
    assertThat(right.violations()).isEmpty();
    assertThat(right.executions()).isEqualTo(1_000);
    assertThat(right.exhaustive()).isFalse();
  }

  @Test
  void shouldRunLargeScenariosAtRandom() {
    Exploration exploration = Explorer.of(counters(120, 120, 120, 120)).random(7, 20);
    assertThat(exploration.violations()).isEmpty();
    assertThat(exploration.steps()).isEqualTo(20 * 480);
  }

  @Test
  void shouldReportWhatAThreadThrows() {
    Violation violation =
        Explorer.of(
                stage -> {
                  stage.thread("writer", () -> stage.words().putRelease(X, 1));
                  stage.thread(
                      "reader",
                      () -> {
                        if (stage.words().getAcquire(X) == 1) {
                          throw new IllegalStateException("saw it");
                        }
                      });
                })
            .explore()
            .firstViolation();
    assertThat(violation.problem()).contains("reader threw", "saw it");
    assertThat(violation.schedule()).isEqualTo("0 1");
  }

  @Test
  void shouldReportRacesEvenWhereTheValuesAreRight() {
    // The reader gives the data back by a plain store: its load might still be under way.
    Scenario scenario =
        stage -> {
          SharedWords words = stage.words();
          words.putPlain(X, 1);
          stage.thread(
              "reader",
              () -> {
                words.getPlain(Y);
                words.putPlain(X, 0);
              });
          stage.thread(
              "writer",
              () -> {
                if (words.getAcquire(X) == 0) {
                  words.putPlain(Y, 0);
                }
              });
          stage.raceFree(Y, 8);
        };
    assertThat(Explorer.of(scenario).explore().firstViolation().problem()).contains("race");
    Explorer.of(scenario).orderPlainAccesses().explore().assertSafe();
  }

  @Test
  void shouldRefuseScenariosThatAreNotRepeatable() {
    AtomicInteger plays = new AtomicInteger();
    assertThatThrownBy(() ->
            Explorer.of(
                    stage -> {
                      long word = 8L * plays.incrementAndGet();
                      stage.thread("T", () -> add(stage.words(), word, 2));
                    })
                .explore())
        .hasMessageContaining("share the words and nothing else");
  }

  @Test
  void shouldRefuseUnknownThreadsAndMisalignedWords() {
    assertThatThrownBy(() -> Explorer.of(dekker()).ignoreFencesOf("middle").explore())
        .hasMessageContaining("[left, right]")
        .hasMessageContaining("[middle]");
    Scenario misaligned = stage -> stage.thread("T", () -> stage.words().getPlain(4));
    assertThat(Explorer.of(misaligned).explore().firstViolation().problem())
        .contains("multiple of 8");
  }

  @Test
  void shouldNotPassWithoutTheViolationATestAsksFor() {
    assertThatThrownBy(() -> Explorer.of(dekker()).explore().firstViolation())
        .hasMessageContaining("expected a violation");
  }
}
