// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code tokamak} command. */
@Command(
    name = "tokamak",
    description = "A distributed in-memory object store.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /**
   * Runs the command line and exits with its code.
   *
   * @param arguments as typed after {@code tokamak}
   */
  public static void main(String[] arguments) {
    int exitCode = new CommandLine(new Main()).execute(arguments);
    if (exitCode != 0) { // System.exit logs itself, and so would load the logging of every command.
      System.exit(exitCode);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do, for example --help.");
  }
}
