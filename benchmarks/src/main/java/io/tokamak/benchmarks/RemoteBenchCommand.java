// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.remote.RemoteBench;
import io.tokamak.benchmarks.remote.RemotePlan;
import io.tokamak.benchmarks.remote.Way;
import io.tokamak.benchmarks.result.ResultFile;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokamak bench remote}. */
@Command(
    name = "remote",
    mixinStandardHelpOptions = true,
    description = {
      "Measures fetching objects from another node beside Redis and a raw socket, on this machine.",
      "",
      "Starts two nodes that reach each other over TCP and two that reach each other over shared"
          + " memory, a raw socket server, and redis-server where it is installed; fetches objects"
          + " one at a time and many at once, by every protocol and by the one that is chosen, with"
          + " and without asking the directory; stops everything. Takes some minutes; measure on a"
          + " quiet machine."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      " 0:measured; with --bars: every bar was met",
      " 1:it could not be measured, or a bar was missed",
      " 2:wrong usage"
    })
public final class RemoteBenchCommand implements Callable<Integer> {
  private static final int MISSED = 1;
  private static final long CELL_NS = 200_000_000;
  private static final long QUICK_CELL_NS = 40_000_000;
  private static final long WARM_UP_NS = 600_000_000;
  private static final long QUICK_WARM_UP_NS = 100_000_000;
  private static final String SIZES = "1K,4K,16K,64K,256K,1M,4M,16M,64M";
  private static final String QUICK_SIZES = "1K,64K,1M,4M";

  @Spec private CommandSpec spec;
  @Mixin private RepetitionsOption repetitions;
  @Mixin private ResultOption result;

  @Option(
      names = "--sizes",
      split = ",",
      converter = Size.class,
      paramLabel = "SIZE",
      description = "sizes of objects, up to 64M (default: " + SIZES + ")")
  private @Nullable List<Long> sizes;

  @Option(names = "--quick", description = "a first look in about a minute: " + QUICK_SIZES)
  private boolean quick;

  @Option(
      names = "--single",
      description = "only fetches one at a time, of fewer objects: for slow machines")
  private boolean single;

  @Option(
      names = "--memory",
      defaultValue = "1G",
      converter = Size.class,
      paramLabel = "SIZE",
      description = "memory of each node (default: ${DEFAULT-VALUE})")
  private Long memory;

  @Option(
      names = "--fabrics",
      split = ",",
      paramLabel = "F,...",
      defaultValue = "tcp,shm",
      description =
          "what is measured, with two nodes each: ucx, shm, tcp (default: ${DEFAULT-VALUE})")
  private List<String> fabrics = List.of();

  @Option(
      names = "--registration",
      split = ",",
      paramLabel = "POLICY,...",
      defaultValue = Way.WHOLE_STORE,
      description =
          "each fabric with each of them, with two nodes each: whole-store, cached, per-transfer"
              + " (default: ${DEFAULT-VALUE})")
  private List<String> registrations = List.of();

  @Option(
      names = "--devices",
      split = ",",
      paramLabel = "FAR,NEAR",
      description =
          "network cards of the two nodes that use ucx, such as mlx5_0:1,mlx5_1:1 (default: UCX"
              + " chooses)")
  private List<String> devices = List.of();

  @Option(
      names = "--bars",
      description = "prints what the project promises of fetching, and fails when it is not kept")
  private boolean bars;

  /** For the command line. */
  public RemoteBenchCommand() {}

  @Override
  public Integer call() throws IOException {
    Progress errors = Progress.on(spec.commandLine().getErr());
    if (!devices.isEmpty() && !fabrics.contains("ucx")) {
      throw new ParameterException(spec.commandLine(), "--devices goes with --fabrics ucx");
    }
    result.require();
    try (RemoteBench bench = RemoteBench.open(spec.commandLine().getOut(), errors)) {
      return run(bench);
    } catch (BenchException e) {
      errors.say("tokamak bench remote: " + e.getMessage());
      return MISSED;
    }
  }

  private int run(RemoteBench bench) throws IOException {
    RemoteBench.Result found = bench.measure(plan(), !single, ways());
    result.write(
        command -> new ResultFile(command, Machine.description(), bench.peers(), found.rows()));
    return !bars || found.judge(spec.commandLine().getOut()) ? 0 : MISSED;
  }

  private RemotePlan plan() {
    try {
      return new RemotePlan(
          Size.ofObjects(sizes, quick ? QUICK_SIZES : SIZES),
          repetitions.number(quick),
          quick ? QUICK_CELL_NS : CELL_NS,
          quick ? QUICK_WARM_UP_NS : WARM_UP_NS,
          memory);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private List<Way> ways() {
    try {
      return Way.all(fabrics, registrations, devices);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
