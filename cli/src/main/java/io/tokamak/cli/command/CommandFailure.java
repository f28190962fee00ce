// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

/** A command could not do what it was asked, for a reason of its own. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final String line;

  /**
   * @param exitCode for the shell
   * @param line for people: what was asked, what was found, what to do
   */
  public CommandFailure(ExitCode exitCode, String line) {
    super(line);
    this.exitCode = exitCode;
    this.line = line;
  }

  ExitCode exitCode() {
    return exitCode;
  }

  String line() {
    return line;
  }
}
