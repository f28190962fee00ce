// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli;

import io.tokamak.cli.command.CommandLines;
import io.tokamak.cli.command.StandardOutput;
import io.tokamak.cli.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code tokamak} command. */
@Command(
    name = "tokamak",
    description = {
      "A distributed in-memory object store: processes share immutable objects in shared memory, without copies.",
      ""
    },
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = HelpCommand.class,
    footer = {
      "",
      "Sizes are bytes, or numbers with k, m, g, t (powers of 1024): 64k, 512m, 1.5g.",
      "Objects are named by their id, its first 4 or more digits, or name:NAME.",
      "",
      "A first try:",
      "  tokamak node start --detach        start a node with 1 GiB",
      "  tokamak put --name readme README.md",
      "  tokamak ls",
      "  tokamak get name:readme",
      "  tokamak node stop",
      "",
      "In a checkout, ./tokamak java FILE runs a Java program with the client on its class path,",
      "./tokamak classpath prints that class path, ./tokamak test builds and tests everything.",
      "",
      "TOKAMAK_SOCKET names the node's socket, TOKAMAK_DEBUG=1 shows where errors come from."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs the command line and exits with its code.
   *
   * @param arguments as typed after {@code tokamak}
   */
  public static void main(String[] arguments) {
    int exitCode = commandLine().setOut(StandardOutput.writer()).execute(arguments);
    if (exitCode != 0) { // System.exit logs itself, and so would load the logging of every command.
      System.exit(exitCode);
    }
  }

  /** The commands, to be executed any number of times. */
  public static CommandLine commandLine() {
    return CommandLines.under(
        new Main(), new DemoCommand(), DemoCommand.reader(), new RehearseCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do, for example --help");
  }
}
