// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.Json;
import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command prints what it found. */
public final class Output {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  /** For people, until an option says otherwise. */
  public Output() {}

  /** Whether programs read it. */
  boolean isJson() {
    return json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  /**
   * Prints the one or the other.
   *
   * @param forPrograms becomes JSON on a line
   * @param forPeople complete lines
   */
  public void print(Object forPrograms, Supplier<String> forPeople) {
    out().print(json ? Json.of(forPrograms) + "\n" : forPeople.get());
    out().flush();
  }
}
