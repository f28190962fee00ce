// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import picocli.CommandLine.Model.CommandSpec;

/** The command line that a result comes from, as it stands in result files: without passwords. */
public final class RunCommand {
  private static final String PASSWORD = "(://)[^@/ ]*@";

  private RunCommand() {}

  /** Of the run that this command is part of. */
  public static String of(CommandSpec command) {
    var parsed = command.root().commandLine().getParseResult();
    return parsed == null
        ? command.qualifiedName()
        : command.root().name()
            + " "
            + String.join(" ", parsed.originalArgs()).replaceAll(PASSWORD, "$1...@");
  }
}
