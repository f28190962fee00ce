// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks;

import io.tokamak.benchmarks.cluster.ClusterBench;
import io.tokamak.benchmarks.cluster.ClusterPlan;
import io.tokamak.benchmarks.cluster.ClusterResult;
import io.tokamak.benchmarks.cluster.Pattern;
import io.tokamak.benchmarks.cluster.WarmUp;
import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.ranks.Membership;
import io.tokamak.benchmarks.ranks.launch.LocalRanks;
import io.tokamak.benchmarks.ranks.launch.Namespaces;
import io.tokamak.benchmarks.result.ResultFile;
import io.tokamak.node.JvmCommand;
import io.tokamak.node.cluster.ClusterConfig;
import io.tokamak.node.cluster.TransferChoice;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code tokamak bench cluster}. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description = {
      "Measures fetching between the nodes of a cluster, by patterns: one node on each machine.",
      "",
      "Run it under mpirun or srun, one process (rank) on each machine, or let it start its ranks"
          + " on this machine with --ranks. Each rank starts a node of its own; all measure in"
          + " step, and rank 0 prints what all have found, and writes the file of --json. A rank that"
          + " ends or hangs ends the run."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {" 0:measured", " 1:it could not be measured", " 2:wrong usage"})
public final class ClusterBenchCommand implements Callable<Integer> {
  private static final String CLI = "io.tokamak.cli.Main";
  private static final int FAILED = 1;
  private static final long NS_PER_MS = 1_000_000;
  private static final long CELL_MS = 500;
  private static final long QUICK_CELL_MS = 100;
  private static final long LONGEST_MS = 3_600_000;
  private static final String SIZES = "1K,64K,1M,4M";
  private static final String QUICK_SIZES = "1K,1M";

  @Spec private CommandSpec spec;

  @Option(
      names = "--ranks",
      paramLabel = "N",
      description = "start N ranks on this machine; under mpirun and srun these say how many")
  private @Nullable Integer ranks;

  @Option(
      names = "--namespaces",
      description =
          "with --ranks: each rank in a network of its own, with veth devices between them; needs"
              + " root. Nodes speak TCP then, unless --fabrics says else")
  private boolean namespaces;

  @Option(
      names = "--link",
      paramLabel = "RATE",
      description =
          "with --namespaces: how fast the link of each rank is in each direction, as tc has it:"
              + " 1gbit")
  private Optional<String> link = Optional.empty();

  @Option(
      names = "--patterns",
      split = ",",
      converter = PatternName.class,
      paramLabel = "PATTERN",
      description =
          "who fetches from whom: all-pairs, one-to-all, all-to-one, n-to-n (default: all of them)")
  private List<Pattern> patterns = List.of(Pattern.values());

  @Option(
      names = "--sizes",
      split = ",",
      converter = Size.class,
      paramLabel = "SIZE",
      description = "sizes of objects, up to 64M (default: " + SIZES + ")")
  private @Nullable List<Long> sizes;

  @Option(
      names = "--in-flight",
      split = ",",
      paramLabel = "N",
      description = "how many objects a rank asks for at once (default: 1,16)")
  private List<Integer> inFlight = List.of(1, 16);

  @Option(
      names = "--duration",
      paramLabel = "MS",
      description =
          "how long each cell is measured, in milliseconds; in all-pairs each pair is one (default:"
              + " 500; with --quick 100)")
  private @Nullable Long durationMs;

  @Option(
      names = "--warm-up",
      paramLabel = "MS",
      description =
          "how long each cell is used before anything counts, in milliseconds (default: until it"
              + " becomes no faster, at least three times as long as --duration)")
  private @Nullable Long warmUpMs;

  @Option(
      names = "--reps",
      paramLabel = "N",
      description = "how often each cell is measured (default: 3; with --quick 1)")
  private @Nullable Integer repetitions;

  @Option(names = "--quick", description = "a first look: " + QUICK_SIZES)
  private boolean quick;

  @Option(
      names = "--memory",
      defaultValue = "512M",
      converter = Size.class,
      paramLabel = "SIZE",
      description = "memory of each node (default: ${DEFAULT-VALUE})")
  private Long memory;

  @Option(
      names = "--fabrics",
      split = ",",
      paramLabel = "F",
      description = "how bytes may move, the best first, as for a node")
  private List<String> fabrics = List.of();

  @Option(
      names = "--protocol",
      paramLabel = "P",
      description =
          "fetch everything by one protocol: socket4k, socket, eager, rendezvous or direct")
  private Optional<String> protocol = Optional.empty();

  @Option(
      names = "--calibrate",
      description = "measure the protocols first, rank after rank, and choose by what was found")
  private boolean calibrated;

  @Mixin private MeetingOptions meeting;
  @Mixin private ResultOption results;

  /** For the command line. */
  public ClusterBenchCommand() {}

  /** Reads all-pairs. */
  static final class PatternName implements ITypeConverter<Pattern> {
    @Override
    public Pattern convert(String text) {
      return Pattern.of(text)
          .orElseThrow(() ->
              new TypeConversionException(
                  "no such pattern: "
                      + text
                      + ", there are "
                      + Arrays.stream(Pattern.values()).map(Pattern::label).toList()));
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Progress errors = Progress.on(spec.commandLine().getErr());
    Map<String, String> environment = System.getenv();
    boolean ours = Environment.variable(LocalRanks.RENDEZVOUS).isPresent();
    String self = "";
    check(ours);
    try {
      if (ranks != null && !ours) {
        return launch(ranks, environment);
      }
      if (ours) {
        LocalRanks.watchParent();
      }
      Membership membership =
          Membership.of(environment)
              .orElseThrow(() -> usage("no rank: use --ranks N, or run it under mpirun or srun"));
      self = ", rank " + membership.rank();
      measure(meeting.inRun(membership));
      return 0;
    } catch (BenchException e) {
      errors.say("tokamak bench cluster" + self + ": " + e.getMessage());
      return FAILED;
    }
  }

  /** Before any rank starts: what makes no sense, and what would go unheard. */
  private void check(boolean ours) {
    refuseIf(
        !ClusterConfig.ALL_FABRICS.containsAll(fabrics),
        "no such fabrics: " + fabrics + ", there are " + ClusterConfig.ALL_FABRICS);
    refuseIf(
        !TransferChoice.protocols().containsAll(protocol.stream().toList()),
        "no such protocol: %s, there are %s"
            .formatted(protocol.orElse(""), String.join(", ", TransferChoice.protocols())));
    refuseIf(
        protocol.isPresent() && calibrated,
        "--calibrate is for choosing, and --protocol leaves no choice: give one of them");
    refuseIf(!ours && namespaces && ranks == null, "--namespaces goes with --ranks");
    refuseIf(link.isPresent() && !namespaces, "--link goes with --namespaces");
    meeting.objection(namespaces).ifPresent(why -> refuseIf(true, why));
    requireMillis("--duration", 1, durationMs);
    requireMillis("--warm-up", 0, warmUpMs);
  }

  private void refuseIf(boolean wrong, String message) {
    if (wrong) {
      throw usage(message);
    }
  }

  private void requireMillis(String option, long least, @Nullable Long found) {
    refuseIf(
        found != null && (found < least || found > LONGEST_MS),
        "%s must be %d to %d milliseconds, found %s".formatted(option, least, LONGEST_MS, found));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int launch(int number, Map<String, String> environment)
      throws IOException, InterruptedException {
    if (Membership.isUnderMpi(environment)) {
      throw usage("mpirun says how many ranks there are: leave --ranks away");
    }
    plan(number);
    results.require();
    List<String> arguments = spec.root().commandLine().getParseResult().originalArgs();
    try (WorkDirectory work = WorkDirectory.create(Progress.on(spec.commandLine().getErr()))) {
      Optional<Namespaces> networks =
          namespaces ? Optional.of(Namespaces.open(work, link)) : Optional.empty();
      List<String> command = JvmCommand.ofThisProcess().of(CLI, arguments);
      return LocalRanks.start(work, number, command, networks).await();
    }
  }

  private void measure(Membership membership) throws IOException {
    ClusterPlan plan = plan(membership.size());
    Progress errors = Progress.on(spec.commandLine().getErr());
    if (membership.isFirst()) {
      results.require();
    }
    try (ClusterBench bench =
        ClusterBench.open(
            membership,
            meeting.settings(membership, fabrics, protocol),
            plan,
            membership.isFirst() ? errors : line -> {})) {
      ClusterResult result = bench.measure();
      if (membership.isFirst()) {
        report(result);
      }
    }
  }

  private void report(ClusterResult result) throws IOException {
    result.print(spec.commandLine().getOut());
    results.write(command -> new ResultFile(command, result.machines(), List.of(), result.rows()));
  }

  private ClusterPlan plan(int size) {
    long cellMs = durationMs != null ? durationMs : quick ? QUICK_CELL_MS : CELL_MS;
    int defaultRepetitions = quick ? 1 : 3;
    try {
      ClusterPlan plan =
          new ClusterPlan(
              patterns,
              Size.ofObjects(sizes, quick ? QUICK_SIZES : SIZES),
              inFlight,
              repetitions == null ? defaultRepetitions : repetitions,
              cellMs * NS_PER_MS,
              warmUpMs == null
                  ? WarmUp.untilSteady(cellMs * NS_PER_MS)
                  : WarmUp.of(warmUpMs * NS_PER_MS),
              memory,
              calibrated);
      plan.requireRoom(size);
      return plan;
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }
}
