// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import picocli.CommandLine.Model.CommandSpec;

/** The command line that a result comes from, as it stands in result files. */
public final class RunCommand {
  private RunCommand() {}

  /** Of the run that this command is part of. */
  public static String of(CommandSpec command) {
    var parsed = command.root().commandLine().getParseResult();
    return parsed == null
        ? command.qualifiedName()
        : command.root().name() + " " + String.join(" ", parsed.originalArgs());
  }
}
