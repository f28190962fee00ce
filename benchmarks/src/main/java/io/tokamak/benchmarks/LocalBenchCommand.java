// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.LocalBench;
import io.tokamak.benchmarks.local.Plan;
import io.tokamak.benchmarks.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokamak bench local}. */
@Command(
    name = "local",
    mixinStandardHelpOptions = true,
    description = {
      "Measures the local store beside Redis and memcached on this machine.",
      "",
      "Starts a node, and redis-server and memcached where they are installed, on unix sockets in a"
          + " directory of their own; measures put, get (and release), get+read, contains and"
          + " delete with client processes; stops everything. Operations under 1 µs are timed in"
          + " batches. Takes some minutes; measure on a quiet machine."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      " 0:measured; with --bars: every bar was met",
      " 1:it could not be measured, or a bar was missed",
      " 2:wrong usage"
    })
public final class LocalBenchCommand implements Callable<Integer> {
  private static final int MISSED = 1;
  private static final long CELL_NS = 150_000_000;
  private static final long QUICK_CELL_NS = 30_000_000;
  private static final long WARM_UP_NS = 1_500_000_000;
  private static final long QUICK_WARM_UP_NS = 700_000_000;
  private static final String SIZES = "1K,4K,16K,64K,256K,1M,4M,16M,64M";
  private static final String QUICK_SIZES = "1K,64K,1M";

  @Spec private CommandSpec spec;
  @Mixin private RepetitionsOption repetitions;
  @Mixin private ResultOption result;

  @Option(
      names = "--sizes",
      split = ",",
      converter = Size.class,
      paramLabel = "SIZE",
      description = "sizes of objects: powers of two from 1K to 64M (default: " + SIZES + ")")
  private @Nullable List<Long> sizes;

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "N",
      description = "numbers of client processes at once (default: 1,8; with --quick 1)")
  private @Nullable List<Integer> clients;

  @Option(names = "--quick", description = "a first look in under a minute: " + QUICK_SIZES)
  private boolean quick;

  @Option(
      names = "--memory",
      defaultValue = "2G",
      converter = Size.class,
      paramLabel = "SIZE",
      description = "memory of the node, and of memcached (default: ${DEFAULT-VALUE})")
  private Long memory;

  @Option(
      names = "--bars",
      description =
          "measures what the project promises, prints each promise, and fails when one is not kept")
  private boolean bars;

  /** For the command line. */
  public LocalBenchCommand() {}

  @Override
  public Integer call() throws IOException {
    PrintWriter output = spec.commandLine().getOut();
    Progress errors = Progress.on(spec.commandLine().getErr());
    if (bars && (sizes != null || clients != null || repetitions.isGiven() || quick)) {
      throw new ParameterException(
          spec.commandLine(),
          "--bars measures what the promises say: leave --sizes, --clients, --reps and --quick"
              + " away");
    }
    result.require();
    try (LocalBench bench = LocalBench.open(output, errors)) {
      return run(bench);
    } catch (BenchException e) {
      errors.say("tokamak bench local: " + e.getMessage());
      return MISSED;
    }
  }

  private int run(LocalBench bench) throws IOException {
    List<Row> rows = bars ? bench.measurePromises(memory) : bench.compare(plan());
    result.write(command -> new ResultFile(command, Machine.description(), bench.peers(), rows));
    return !bars || isKept(rows) ? 0 : MISSED;
  }

  /** Prints each promise; one that could not be judged is not kept. */
  private boolean isKept(List<Row> rows) {
    PrintWriter output = spec.commandLine().getOut();
    List<Bar> judged = LocalBench.judge(rows);
    judged.forEach(bar -> output.println(bar.line()));
    List<String> unjudged = LocalBench.unjudged(rows);
    unjudged.forEach(what -> output.println("MISSED, since it was not measured: " + what));
    output.flush();
    return unjudged.isEmpty() && judged.stream().allMatch(Bar::met);
  }

  private Plan plan() {
    List<Integer> defaultClients = quick ? List.of(1) : List.of(1, 8);
    try {
      return new Plan(
          Size.ofObjects(sizes, quick ? QUICK_SIZES : SIZES),
          clients == null ? defaultClients : clients,
          repetitions.number(quick),
          quick ? QUICK_CELL_NS : CELL_NS,
          quick ? QUICK_WARM_UP_NS : WARM_UP_NS,
          memory);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
