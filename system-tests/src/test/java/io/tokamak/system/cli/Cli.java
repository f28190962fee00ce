// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import io.tokamak.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Runs commands in this process, against the node on one socket. */
record Cli(Path socket) {
  private static final Gson JSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();

  /** How a command ended. */
  record Result(int exitCode, String out, String err) {
    /** The value that a command with --json printed. */
    Object json() {
      return valueOf(out);
    }
  }

  /** The one value of JSON text: maps, lists, strings, longs, doubles, booleans and null. */
  static Object valueOf(String json) {
    return JSON.fromJson(json, Object.class);
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
