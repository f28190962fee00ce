// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.figure.Claim;
import io.tokamak.benchmarks.figure.Figure;
import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.report.ReportDirectory;
import io.tokamak.benchmarks.result.ResultFile;
import io.tokamak.benchmarks.result.RunCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokamak bench figures}. */
@Command(
    name = "figures",
    mixinStandardHelpOptions = true,
    description = {
      "Measures this machine and draws the figures, each with what its source claims and whether"
          + " that holds here.",
      "",
      "Writes report.html (one page that needs nothing else), results.json (every number, with the"
          + " machine and the peers), and for each chart an SVG, a PNG and a CSV. Redis and"
          + " memcached are measured beside where they are installed. Measure on a quiet machine."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      " 0:measured and drawn",
      " 1:it could not be measured, or a part of it could not",
      " 2:wrong usage"
    })
public final class FiguresCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final long NANOS = 1_000_000_000;

  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "where to write; made if it is not there")
  private Path directory;

  @Option(names = "--quick", description = "two minutes in all, with fewer sizes and repetitions")
  private boolean quick;

  @Option(
      names = "--profile",
      description = "measures only where the time of fetches goes, phase by phase")
  private boolean profile;

  @Option(
      names = "--trial",
      description = "as little as shows whether all of it runs; the figures mean nothing")
  private boolean trial;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "measures nothing and draws what was measured; can be given several times")
  private List<Path> files = List.of();

  /** For the command line. */
  public FiguresCommand() {}

  @Override
  public Integer call() {
    Progress errors = Progress.on(spec.commandLine().getErr());
    check();
    new Destination(spec).requireDirectory(directory);
    ReportDirectory report = new ReportDirectory(directory);
    try {
      List<String> failed = new ArrayList<>();
      ResultFile result =
          files.isEmpty() ? measure(report, errors, failed) : ResultFile.readAll(files);
      draw(report, result).forEach(this::print);
      Progress.on(spec.commandLine().getOut()).say("see " + report.page());
      if (!failed.isEmpty()) {
        errors.say("tokamak bench figures: left out, because it failed: " + failed);
      }
      return failed.isEmpty() ? 0 : FAILED;
    } catch (BenchException | IOException | IllegalArgumentException e) {
      errors.say("tokamak bench figures: " + e.getMessage());
      return FAILED;
    }
  }

  private void check() {
    if (!files.isEmpty() && (quick || profile || trial)) {
      throw new ParameterException(
          spec.commandLine(), "--from measures nothing: leave --quick, --profile and --trial away");
    }
    if (quick && trial) {
      throw new ParameterException(spec.commandLine(), "give one of --quick and --trial");
    }
  }

  private ResultFile measure(ReportDirectory report, Progress errors, List<String> failed)
      throws IOException {
    long startNs = System.nanoTime();
    Progress progress =
        line -> errors.say("%3d s  %s".formatted((System.nanoTime() - startNs) / NANOS, line));
    FiguresRun run = new FiguresRun(RunCommand.of(spec), progress, report::keep);
    ResultFile result = profile ? run.profile(plans()) : run.all(plans());
    failed.addAll(run.failed());
    progress.say("measured");
    return result;
  }

  private List<Figure> draw(ReportDirectory report, ResultFile result) {
    try {
      return report.write(result);
    } catch (IOException e) {
      throw new BenchException(
          "the report cannot be written into %s: %s; make room, and draw what is in its results.json with --from"
              .formatted(directory, e),
          e);
    }
  }

  private FigurePlans plans() {
    if (trial) {
      return FigurePlans.trial();
    }
    return quick ? FigurePlans.quick() : FigurePlans.full();
  }

  private void print(Figure figure) {
    PrintWriter output = spec.commandLine().getOut();
    output.println(figure.title() + " (" + figure.source() + ")");
    for (Claim claim : figure.claims()) {
      output.println(
          "  %-22s %s %s".formatted(claim.outcome().label(), claim.text(), claim.finding()));
    }
  }
}
