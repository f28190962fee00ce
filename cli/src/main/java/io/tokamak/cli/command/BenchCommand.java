// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.benchmarks.ClusterBenchCommand;
import io.tokamak.benchmarks.CompareCommand;
import io.tokamak.benchmarks.FiguresCommand;
import io.tokamak.benchmarks.LocalBenchCommand;
import io.tokamak.benchmarks.RemoteBenchCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokamak bench}. */
@Command(
    name = "bench",
    description = "Measures.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      LocalBenchCommand.class,
      RemoteBenchCommand.class,
      ClusterBenchCommand.class,
      FiguresCommand.class,
      CompareCommand.class
    })
final class BenchCommand implements Runnable {
  @Spec private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(),
        "say what to measure: local or remote; or compare what was measured");
  }
}
