// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokamak node}. */
@Command(
    name = "node",
    description = "Starts and stops the node of this machine, and tells how it is.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NodeStartCommand.class, NodeStopCommand.class, NodeStatusCommand.class})
final class NodeCommand implements Runnable {
  @Spec private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(command.commandLine(), "say what to do: start, stop or status");
  }
}
