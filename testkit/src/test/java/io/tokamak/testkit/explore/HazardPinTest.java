// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.words.SharedWords;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * A hazard pin protocol in its smallest form: right with both fences, found broken without either.
 */
class HazardPinTest {
  private static final long CONTROL = 0;
  private static final long PIN = 64;
  private static final long DATA = 128;

  private static final long SEALED = 2;
  private static final long EVICTING = 3;
  private static final long FREE = 0;
  private static final long PINNED = 1;

  private static Scenario scenario(boolean releasesPin) {
    return stage -> {
      SharedWords words = stage.words();
      words.putPlain(CONTROL, SEALED);
      words.putPlain(DATA, 42);
      long[] read = {42};
      stage.name(CONTROL, "control").name(PIN, "pin").name(DATA, "data").raceFree(DATA, 8);
      stage.thread("reader", () -> read[0] = get(words, releasesPin));
      stage.thread("evictor", () -> evict(words));
      stage.check(() -> assertThat(read[0]).as("what the reader read").isEqualTo(42));
    };
  }

  private static long get(SharedWords words, boolean releasesPin) {
    if (words.getAcquire(CONTROL) != SEALED) {
      return 42;
    }
    words.putRelease(PIN, PINNED);
    words.fullFence();
    long read = words.getAcquire(CONTROL) == SEALED ? words.getPlain(DATA) : 42;
    if (releasesPin) {
      words.putRelease(PIN, FREE);
    } else {
      words.putPlain(PIN, FREE);
    }
    return read;
  }

  private static void evict(SharedWords words) {
    if (!words.compareAndSet(CONTROL, SEALED, EVICTING)) {
      return;
    }
    words.fullFence();
    if (words.getAcquire(PIN) == FREE) {
      words.putPlain(DATA, 666);
      words.putRelease(CONTROL, FREE);
    } else {
      words.putRelease(CONTROL, SEALED);
    }
  }

  private static Exploration explore(UnaryOperator<Explorer> how) {
    return how.apply(Explorer.of(scenario(true))).explore();
  }

  @Test
  void shouldBeRightWithBothFences() {
    for (Strength strength : Strength.values()) {
      explore(explorer -> explorer.strength(strength)).assertSafe();
    }
    explore(Explorer::orderPlainAccesses).assertSafe();
    explore(Explorer::withoutMerging).assertSafe();
    assertThat(explore(explorer -> explorer).executions()).isPositive();
  }

  @Test
  void shouldBeBrokenWithoutTheReadersFence() {
    for (Strength strength : Strength.values()) {
      Violation violation =
          explore(explorer -> explorer.strength(strength).ignoreFencesOf("reader"))
              .firstViolation();
      assertThat(violation.steps()).anyMatch(line -> line.contains("getAcquire control: 2"));
    }
  }

  @Test
  void shouldBeBrokenWithoutTheEvictorsFence() {
    Violation violation = explore(explorer -> explorer.ignoreFencesOf("evictor")).firstViolation();
    assertThat(violation.steps()).anyMatch(line -> line.contains("getAcquire pin: 0   (old value"));
  }

  @Test
  void shouldNotNeedTheEvictorsFenceWhereUpdatesAreFences() {
    explore(explorer -> explorer.strength(Strength.FENCING_RMW).ignoreFencesOf("evictor"))
        .assertSafe();
  }

  @Test
  void shouldBeBrokenWhenThePinIsTakenBackByAPlainStore() {
    assertThat(Explorer.of(scenario(false)).explore().firstViolation().problem()).contains("race");
  }
}
