// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import io.tokamak.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands in this process, against the node on one socket. */
record Cli(Path socket) {
  /** How a command ended. */
  record Result(int exitCode, String out, String err) {
    /** The value that a command with --json printed. */
    Object json() {
      return JsonReader.read(out);
    }
  }

  Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--socket", socket.toString()));
    int exitCode = commands.execute(all.toArray(String[]::new));
    return new Result(exitCode, out.toString(), err.toString());
  }

  /** Runs a command that must succeed without complaint; returns what it printed. */
  String ok(String... arguments) {
    return succeed(arguments).out();
  }

  /** The same; returns the value it printed as JSON. */
  Object json(String... arguments) {
    return succeed(arguments).json();
  }

  private Result succeed(String... arguments) {
    Result result = run(arguments);
    if (result.exitCode() != 0 || !result.err().isEmpty()) {
      throw new AssertionError(String.join(" ", arguments) + ": " + result);
    }
    return result;
  }
}
