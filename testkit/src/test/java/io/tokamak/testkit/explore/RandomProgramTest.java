// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.explore.Litmus.Code;
import io.tokamak.testkit.seed.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Small random programs: the ways to explore must agree, and stronger memory must allow less. */
class RandomProgramTest {
  private static final int PROGRAMS = 300;
  private static final int MOST_ACCESSES = 9;

  /** One access, with the place for what it returns. */
  private record Line(int kind, long offset, long value, int place) {

    void run(SharedWords words, long[] seen) {
      switch (kind) {
        case 0 -> words.putPlain(offset, value);
        case 1 -> words.putRelease(offset, value);
        case 2 -> words.putVolatile(offset, value);
        case 3 -> words.fullFence();
        case 4 -> seen[place] = words.getPlain(offset);
        case 5 -> seen[place] = words.getAcquire(offset);
        case 6 -> seen[place] = words.getVolatile(offset);
        case 7 -> seen[place] = words.getAndAdd(offset, value);
        default -> seen[place] = words.compareAndSet(offset, value - 1, value) ? 1 : 0;
      }
    }
  }

  private static Code[] program(RandomGenerator random) {
    int threads = 2 + random.nextInt(2);
    int lines = MOST_ACCESSES / threads;
    Code[] program = new Code[threads];
    for (int thread = 0; thread < threads; thread++) {
      program[thread] = thread(random, thread * lines, lines);
    }
    return program;
  }

  private static Code thread(RandomGenerator random, int firstPlace, int lines) {
    List<Line> code = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      code.add(
          new Line(
              random.nextInt(9), 8L * random.nextInt(2), 1 + random.nextInt(2), firstPlace + i));
    }
    return (words, seen) -> code.forEach(line -> line.run(words, seen));
  }

  @Test
  void shouldReachTheSameOutcomesWithAndWithoutMerging() {
    Seeds.run(
        "RandomProgramTest.merging",
        random -> {
          for (int i = 0; i < PROGRAMS; i++) {
            Code[] program = program(random);
            assertThat(Litmus.outcomes(MOST_ACCESSES, program))
                .isEqualTo(Litmus.outcomes(MOST_ACCESSES, Explorer::withoutMerging, program));
          }
        });
  }

  @Test
  void shouldAllowLessUnderStrongerMemory() {
    Seeds.run(
        "RandomProgramTest.strength",
        random -> {
          for (int i = 0; i < PROGRAMS; i++) {
            Code[] program = program(random);
            assertThat(Litmus.outcomes(MOST_ACCESSES, program))
                .containsAll(
                    Litmus.outcomes(
                        MOST_ACCESSES,
                        explorer -> explorer.strength(Strength.FENCING_RMW),
                        program))
                .containsAll(Litmus.outcomes(MOST_ACCESSES, Explorer::orderPlainAccesses, program));
          }
        });
  }
}
