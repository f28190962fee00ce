// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.result.FileComparison;
import io.tokamak.benchmarks.result.ResultFile;
import io.tokamak.benchmarks.statistics.Change;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tokamak bench compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Says what became faster and what slower between two result files.",
      "",
      "Compares the times of the cells that both have. Faster or slower is a ratio whose 95 %%"
          + " interval (Welch's, of the logarithms of the repetitions' medians) leaves out 1 and"
          + " that is 2 %% at least; the rest is noise. With one repetition nobody can tell."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      " 0:compared; with --fail-if-slower: nothing is slower",
      " 1:a file cannot be read, or something is slower",
      " 2:wrong usage"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "what --json wrote")
  private Path before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "what --json wrote later")
  private Path after;

  @Option(names = "--fail-if-slower", description = "exit code 1 when something is slower")
  private boolean failIfSlower;

  /** For the command line. */
  public CompareCommand() {}

  @Override
  public Integer call() {
    PrintWriter output = spec.commandLine().getOut();
    try {
      FileComparison comparison =
          new FileComparison(ResultFile.read(before), ResultFile.read(after));
      comparison.lines().forEach(output::println);
      output.flush();
      return failIfSlower && comparison.count(Change.SLOWER) > 0 ? FAILED : 0;
    } catch (IOException | IllegalArgumentException e) {
      Progress.on(spec.commandLine().getErr()).say("tokamak bench compare: " + e.getMessage());
      return FAILED;
    }
  }
}
