// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.explore.Litmus.Code;
import io.tokamak.testkit.seed.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Small random programs: the ways to explore must agree, and stronger memory must allow less. */
class RandomProgramTest {
  private static final List<Line.Kind> KINDS = List.of(Line.Kind.values());
  private static final int PROGRAMS = 100;
  private static final int MOST_ACCESSES = 9;

  private static List<List<Line>> program(RandomGenerator random) {
    int threads = 2 + random.nextInt(2);
    int lines = MOST_ACCESSES / threads;
    List<List<Line>> program = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      program.add(thread(random, thread * lines, lines));
    }
    return program;
  }

  private static List<Line> thread(RandomGenerator random, int firstPlace, int lines) {
    List<Line> code = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      Line.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
      code.add(new Line(kind, 8L * random.nextInt(2), 1 + random.nextInt(2), firstPlace + i));
    }
    return code;
  }

  private static Set<String> outcomes(List<List<Line>> program, UnaryOperator<Explorer> how) {
    Code[] threads =
        program.stream()
            .map(lines -> (Code) (words, seen) -> lines.forEach(line -> line.run(words, seen)))
            .toArray(Code[]::new);
    return Litmus.outcomes(MOST_ACCESSES, how, threads);
  }

  /** Runs {@code check} on many random programs. */
  private static void forPrograms(String test, Consumer<List<List<Line>>> check) {
    Seeds.run(
        "RandomProgramTest." + test,
        random -> {
          for (int i = 0; i < PROGRAMS; i++) {
            check.accept(program(random));
          }
        });
  }

  @Test
  void shouldReachTheSameOutcomesWithAndWithoutMerging() {
    forPrograms(
        "merging",
        program ->
            assertThat(outcomes(program, explorer -> explorer))
                .as("%s", program)
                .isEqualTo(outcomes(program, Explorer::withoutMerging)));
  }

  @Test
  void shouldAllowLessUnderStrongerMemory() {
    forPrograms(
        "strength",
        program ->
            assertThat(outcomes(program, explorer -> explorer))
                .as("%s", program)
                .containsAll(outcomes(program, explorer -> explorer.strength(Strength.FENCING_RMW)))
                .containsAll(outcomes(program, Explorer::orderPlainAccesses)));
  }

  @Test
  void shouldAllowAllThatStoreBuffersAllow() {
    forPrograms(
        "store buffers",
        program ->
            assertThat(
                    outcomes(
                        program,
                        explorer -> explorer.strength(Strength.FENCING_RMW).orderPlainAccesses()))
                .as("%s", program)
                .containsAll(new StoreBufferMachine(program, MOST_ACCESSES).outcomes()));
  }
}
