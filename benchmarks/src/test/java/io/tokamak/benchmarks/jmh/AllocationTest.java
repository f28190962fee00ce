// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What must not allocate does not, as JMH's profiler counts it. Times are nobody's business here.
 */
class AllocationTest {
  /**
   * The smallest object takes 16 bytes, so an operation that allocates even now and then is above
   * this; JMH and the store's housekeeping in the same process, spread over all operations, are
   * below.
   */
  private static final double NOTHING_BYTES = 1;

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  @Test
  void shouldAllocateNothingOnTheHotPaths() throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(HotPaths.class.getName() + ".(getWithReused|getAndRead|read|contains).*")
            .param("objects", "8")
            .forks(1)
            .warmupIterations(2)
            .warmupTime(TimeValue.milliseconds(500))
            .measurementIterations(6)
            .measurementTime(TimeValue.milliseconds(300))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();

    Collection<RunResult> results = new Runner(options).run();

    assertThat(results).hasSize(4);
    assertThat(results)
        .allSatisfy(result ->
            assertThat(bytesPerOperation(result))
                .as(result.getParams().getBenchmark())
                .isLessThan(NOTHING_BYTES));
  }

  /** The least of all iterations: what allocates does so in each; what is not compiled yet, too. */
  private static double bytesPerOperation(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getSecondaryResults().get(ALLOCATED).getScore())
        .min()
        .orElseThrow();
  }
}
