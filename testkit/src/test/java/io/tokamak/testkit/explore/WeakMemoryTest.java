// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import static io.tokamak.testkit.explore.Litmus.X;
import static io.tokamak.testkit.explore.Litmus.Y;
import static io.tokamak.testkit.explore.Litmus.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.explore.Litmus.Code;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The well-known litmus tests, each with all its outcomes under the model. */
class WeakMemoryTest {

  /** Two threads store to one word each, then load the other's. */
  @Nested
  class StoreBuffering {

    private final Code first =
        (words, seen) -> {
          words.putRelease(X, 1);
          words.fullFence();
          seen[0] = words.getAcquire(Y);
        };

    private final Code second =
        (words, seen) -> {
          words.putRelease(Y, 1);
          words.fullFence();
          seen[1] = words.getAcquire(X);
        };

    @Test
    void shouldNeverLoadTwoOldValuesWithBothFences() {
      assertThat(outcomes(2, first, second)).containsExactly("[0, 1]", "[1, 0]", "[1, 1]");
    }

    @Test
    void shouldLoadTwoOldValuesWhenEitherFenceIsIgnored() {
      assertThat(outcomes(2, explorer -> explorer.ignoreFencesOf("T0"), first, second))
          .contains("[0, 0]");
      assertThat(outcomes(2, explorer -> explorer.ignoreFencesOf("T1"), first, second))
          .contains("[0, 0]");
      assertThat(
              outcomes(
                  2, explorer -> explorer.ignoreFencesOf("T0").ignoreFencesOf("T1"), first, second))
          .containsExactly("[0, 0]", "[0, 1]", "[1, 0]", "[1, 1]");
    }

    @Test
    void shouldLoadTwoOldValuesOnX86TooWhenAFenceIsIgnored() {
      assertThat(
              outcomes(
                  2,
                  explorer ->
                      explorer
                          .strength(Strength.FENCING_RMW)
                          .orderPlainAccesses()
                          .ignoreFencesOf("T1"),
                  first,
                  second))
          .contains("[0, 0]");
    }

    @Test
    void shouldNeverLoadTwoOldValuesWhenEverythingIsVolatile() {
      assertThat(
              outcomes(
                  2,
                  (words, seen) -> {
                    words.putVolatile(X, 1);
                    seen[0] = words.getVolatile(Y);
                  },
                  (words, seen) -> {
                    words.putVolatile(Y, 1);
                    seen[1] = words.getVolatile(X);
                  }))
          .containsExactly("[0, 1]", "[1, 0]", "[1, 1]");
    }

    private final Code firstByUpdate =
        (words, seen) -> {
          words.compareAndSet(X, 0, 1);
          seen[0] = words.getAcquire(Y);
        };

    private final Code secondByUpdate =
        (words, seen) -> {
          words.getAndSet(Y, 1);
          seen[1] = words.getAcquire(X);
        };

    @Test
    void shouldOrderLaterLoadsByAFencingUpdateOnly() {
      assertThat(
              outcomes(
                  2,
                  explorer -> explorer.strength(Strength.FENCING_RMW),
                  firstByUpdate,
                  secondByUpdate))
          .doesNotContain("[0, 0]");
      assertThat(
              outcomes(
                  2,
                  explorer -> explorer.strength(Strength.WEAK_RMW),
                  firstByUpdate,
                  secondByUpdate))
          .contains("[0, 0]");
    }
  }

  /** One thread publishes data by a flag, another one takes it. */
  @Nested
  class MessagePassing {

    private final Code plainWriter =
        (words, seen) -> {
          words.putPlain(X, 1);
          words.putPlain(Y, 1);
        };

    private final Code releasingWriter =
        (words, seen) -> {
          words.putPlain(X, 1);
          words.putRelease(Y, 1);
        };

    private final Code plainReader =
        (words, seen) -> {
          seen[0] = words.getPlain(Y);
          seen[1] = words.getPlain(X);
        };

    private final Code acquiringReader =
        (words, seen) -> {
          seen[0] = words.getAcquire(Y);
          seen[1] = words.getPlain(X);
        };

    @Test
    void shouldHoldWithReleaseAndAcquire() {
      assertThat(outcomes(2, releasingWriter, acquiringReader))
          .containsExactly("[0, 0]", "[0, 1]", "[1, 1]");
    }

    @Test
    void shouldBreakWhenEitherSideIsPlain() {
      assertThat(outcomes(2, plainWriter, acquiringReader)).contains("[1, 0]");
      assertThat(outcomes(2, releasingWriter, plainReader)).contains("[1, 0]");
    }

    @Test
    void shouldHoldWithPlainAccessesWhenThoseAreOrdered() {
      assertThat(outcomes(2, Explorer::orderPlainAccesses, plainWriter, plainReader))
          .containsExactly("[0, 0]", "[0, 1]", "[1, 1]");
    }

    @Test
    void shouldHoldWithFencesInPlaceOfReleaseAndAcquire() {
      Code writer =
          (words, seen) -> {
            words.putPlain(X, 1);
            words.fullFence();
            words.putPlain(Y, 1);
          };
      Code reader =
          (words, seen) -> {
            seen[0] = words.getPlain(Y);
            words.fullFence();
            seen[1] = words.getPlain(X);
          };
      assertThat(outcomes(2, writer, reader)).doesNotContain("[1, 0]");
      assertThat(outcomes(2, explorer -> explorer.ignoreFencesOf("T0"), writer, reader))
          .contains("[1, 0]");
      assertThat(outcomes(2, explorer -> explorer.ignoreFencesOf("T1"), writer, reader))
          .contains("[1, 0]");
    }

    @Test
    void shouldHoldAcrossAThirdThread() {
      long z = 16;
      assertThat(
              outcomes(
                  2,
                  (words, seen) -> words.putRelease(X, 1),
                  (words, seen) -> words.putRelease(Y, words.getAcquire(X)),
                  (words, seen) -> {
                    seen[0] = words.getAcquire(Y);
                    seen[1] = words.getPlain(X);
                    words.putPlain(z, 1);
                  }))
          .containsExactly("[0, 0]", "[0, 1]", "[1, 1]");
    }
  }

  @Test
  void shouldNotGoBackInTimeOnOneWord() {
    assertThat(
            outcomes(
                2,
                (words, seen) -> {
                  words.putPlain(X, 1);
                  words.putPlain(X, 2);
                },
                (words, seen) -> {
                  seen[0] = words.getPlain(X);
                  seen[1] = words.getPlain(X);
                }))
        .containsExactly("[0, 0]", "[0, 1]", "[0, 2]", "[1, 1]", "[1, 2]", "[2, 2]");
  }

  @Test
  void shouldSeeItsOwnStoresAtOnce() {
    assertThat(
            outcomes(
                1,
                (words, seen) -> {
                  words.putPlain(X, 5);
                  seen[0] = words.getPlain(X);
                }))
        .containsExactly("[5]");
  }

  /** Two readers disagree about the order of two independent stores: not with volatile loads. */
  @Test
  void shouldLetReadersDisagreeUnlessVolatile() {
    Code acquiring0 =
        (words, seen) -> {
          seen[0] = words.getAcquire(X);
          seen[1] = words.getAcquire(Y);
        };
    Code acquiring1 =
        (words, seen) -> {
          seen[2] = words.getAcquire(Y);
          seen[3] = words.getAcquire(X);
        };
    Code volatile0 =
        (words, seen) -> {
          seen[0] = words.getVolatile(X);
          seen[1] = words.getVolatile(Y);
        };
    Code volatile1 =
        (words, seen) -> {
          seen[2] = words.getVolatile(Y);
          seen[3] = words.getVolatile(X);
        };
    Code storeX = (words, seen) -> words.putVolatile(X, 1);
    Code storeY = (words, seen) -> words.putVolatile(Y, 1);
    String disagreement = "[1, 0, 1, 0]";
    assertThat(outcomes(4, storeX, storeY, acquiring0, acquiring1)).contains(disagreement);
    assertThat(outcomes(4, storeX, storeY, volatile0, volatile1))
        .hasSize(15)
        .doesNotContain(disagreement);
  }

  @Test
  void shouldUpdateAtomically() {
    Code add = (words, seen) -> words.getAndAdd(X, 1);
    Code swap =
        (words, seen) -> {
          long old = words.getPlain(X);
          while (!words.compareAndSet(X, old, old + 1)) {
            old = words.getAcquire(X);
          }
        };
    Code lost = (words, seen) -> words.putVolatile(X, words.getVolatile(X) + 1);
    for (Strength strength : Strength.values()) {
      assertThat(sums(strength, add, add, add)).as("%s", strength).containsExactly("3");
      assertThat(sums(strength, add, swap)).as("%s", strength).containsExactly("2");
      assertThat(sums(strength, swap, swap)).as("%s", strength).containsExactly("2");
      assertThat(sums(strength, lost, add)).as("%s", strength).containsExactly("1", "2");
    }
  }

  /** What the word holds at the end. */
  private static java.util.Set<String> sums(Strength strength, Code... threads) {
    java.util.Set<String> sums = new java.util.TreeSet<>();
    Explorer.of(
            stage -> {
              for (int i = 0; i < threads.length; i++) {
                Code code = threads[i];
                stage.thread("T" + i, () -> code.run(stage.words(), new long[0]));
              }
              stage.check(() -> sums.add(Long.toString(stage.words().getPlain(X))));
            })
        .strength(strength)
        .waitOnSpins()
        .explore()
        .assertSafe();
    return sums;
  }

  @Test
  void shouldKeepTheHalvesOfAWordApart() {
    assertThat(
            outcomes(
                3,
                (words, seen) -> {
                  words.putIntPlain(X, -1);
                  words.putIntPlain(X + 4, 7);
                  seen[0] = words.getIntPlain(X);
                  seen[1] = words.getIntPlain(X + 4);
                  seen[2] = words.getPlain(X);
                }))
        .containsExactly("[-1, 7, " + 0x7_FFFF_FFFFL + "]");
  }
}
