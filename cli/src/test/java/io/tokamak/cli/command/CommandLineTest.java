// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the commands make of their arguments, without a node. */
final class CommandLineTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  static Stream<List<String>> allCommands() {
    return paths(List.of(), Main.commandLine());
  }

  private static Stream<List<String>> paths(List<String> path, CommandLine command) {
    return Stream.concat(
        Stream.of(path),
        command.getSubcommands().entrySet().stream()
            .flatMap(entry ->
                paths(
                    Stream.concat(path.stream(), Stream.of(entry.getKey())).toList(),
                    entry.getValue())));
  }

  @ParameterizedTest
  @MethodSource("allCommands")
  void shouldExplainEveryCommand(List<String> path) {
    String[] arguments = Stream.concat(path.stream(), Stream.of("--help")).toArray(String[]::new);

    assertThat(run(arguments)).isZero();
    assertThat(out.toString()).contains("Usage: tokamak").doesNotContain("DEFAULT-VALUE");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldTellTheExitCodes() {
    run("--help");

    assertThat(out.toString()).contains("Exit codes:", "3   no such object", "5   no node");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node",
        "bench",
        "nonsense",
        "put",
        "get",
        "rm",
        "get --timeout soon 12345678",
        "node start --memory lots",
        "node start --memory 0",
        "node start --memory 1.5",
        "node start --memory 900t",
        "node start --dir /nonexist",
        "put --id 12 file",
        "node start --memory 1m --objects 0",
        "node start --memory 1m --eviction-percent 101",
        "node start --memory 1m --dir . --memfd",
        "node start --memory 1m --log-level loud",
        "put --id 12 --name x file",
        "put --name x file1 file2",
        "evict everything",
        "watch -n -1",
        "fetch",
        "fetch 12345678 --timeout soon",
        "locate",
        "push 12345678",
        "broadcast 12345678",
        "transfers -n 0",
        "calibrate a b",
        "doctor --secret-file secret",
      })
  void shouldRefuseWhatMakesNoSenseWithOneLine(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");

    assertThat(run(arguments)).isEqualTo(2);
    assertThat(err.toString()).startsWith("tokamak: ").doesNotContain("Exception", "\tat ");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls",
        "ls --json",
        "stat 1234",
        "get 1234",
        "rm 1234",
        "hash 1234",
        "pin 1234",
        "unpin 1234",
        "evict 1k",
        "stats",
        "watch",
        "nodes",
        "fetch 12345678",
        "locate 12345678",
        "push 12345678 b",
        "broadcast 12345678 b c",
        "transfers",
        "calibrate",
        "rm --everywhere 12345678",
        "get --fetch 12345678",
        "watch --node b",
        "node status",
        "node stop",
        "put pom.xml",
      })
  void shouldSayThatThereIsNoNode(String line) {
    String socket = directory.resolve("no.sock").toString();
    String[] arguments =
        Stream.concat(Stream.of(line.split(" ")), Stream.of("-s", socket)).toArray(String[]::new);

    assertThat(run(arguments)).isEqualTo(5);
    assertThat(err.toString())
        .startsWith("tokamak: cannot connect to a node at " + socket)
        .hasLineCount(1);
  }

  @Test
  void shouldSayHowMuchMemoryThereCanBe() {
    run("node", "start", "--memory", "900t");

    assertThat(err.toString()).contains("--memory", "64.0 TiB", "900.0 TiB");
  }

  @Test
  void shouldRefuseASocketWhosePathIsTooLong() {
    String socket = directory.resolve("x".repeat(120)).toString();

    assertThat(run("ls", "-s", socket)).isEqualTo(1);
    assertThat(err.toString()).startsWith("tokamak: ").contains("107").doesNotContain("Exception");
  }
}
