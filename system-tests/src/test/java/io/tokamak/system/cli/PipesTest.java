// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.node.JvmCommand;
import io.tokamak.node.Node;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.NodeConfig.MemoryPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands between other programs: standard input and output carry the bytes and nothing else. */
final class PipesTest {
  private static final int LENGTH = 3_000_001;

  @TempDir private Path directory;

  @Test
  void shouldCarryBytesInAndOut() throws IOException, InterruptedException {
    byte[] bytes = new byte[LENGTH];
    new Random(7).nextBytes(bytes);
    Path input = Files.write(directory.resolve("input"), bytes);
    Path output = directory.resolve("output");
    try (Node node = startNode()) {
      String socket = node.socket().toString();

      run(input, directory.resolve("ids"), "put", "--socket", socket, "--name", "piped", "-");
      run(Path.of("/dev/null"), output, "get", "--socket", socket, "name:piped");
    }

    assertThat(directory.resolve("ids")).content().matches("[0-9a-f]{40}  -\n");
    assertThat(output).hasBinaryContent(bytes);
  }

  @Test
  void shouldEndWithoutAnErrorWhenTheReaderHasEnough() throws IOException, InterruptedException {
    Path input = Files.write(directory.resolve("input"), new byte[LENGTH]);
    try (Node node = startNode()) {
      String socket = node.socket().toString();
      run(input, directory.resolve("ids"), "put", "--socket", socket, "--name", "piped", "-");
      Process get = process("get", "--socket", socket, "name:piped").start();

      get.getInputStream().close();

      assertThat(get.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(get.errorReader().lines()).isEmpty();
      assertThat(get.exitValue()).isZero();
    }
  }

  @Test
  void shouldFailWhenTheOutputHasNoRoom() throws IOException, InterruptedException {
    Path input = Files.write(directory.resolve("input"), new byte[10]);
    try (Node node = startNode()) {
      String socket = node.socket().toString();
      assertNoRoom("ls", "--json", "--socket", socket);
      assertNoRoom("put", "--socket", socket, input.toString());
      assertNoRoom("--help");
    }
  }

  private static void assertNoRoom(String... arguments) throws IOException, InterruptedException {
    Process process = process(arguments).redirectOutput(Path.of("/dev/full").toFile()).start();
    assertThat(process.errorReader().lines())
        .singleElement()
        .asString()
        .startsWith("tokamak: standard output: ");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
  }

  @Test
  void shouldPutAllFilesThoughNobodyReadsTheirIds() throws IOException, InterruptedException {
    Path input = Files.write(directory.resolve("input"), new byte[10]);
    try (Node node = startNode()) {
      String socket = node.socket().toString();
      String file = input.toString();
      Process put = process("put", "--socket", socket, file, file).start();

      put.getInputStream().close();

      assertThat(put.errorReader().lines()).isEmpty();
      assertThat(put.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(put.exitValue()).isZero();
      assertThat(((List<?>) new Cli(node.socket()).json("ls", "--json"))).hasSize(2);
    }
  }

  private static void run(Path input, Path output, String... arguments)
      throws IOException, InterruptedException {
    Process process =
        process(arguments)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private Node startNode() throws IOException {
    return Node.start(
        NodeConfig.of(directory.resolve("store.sock"), 8 << 20)
            .withPlace(new MemoryPlace.Anonymous()));
  }

  private static ProcessBuilder process(String... arguments) {
    return new ProcessBuilder(
        JvmCommand.ofThisProcess().of("io.tokamak.cli.Main", List.of(arguments)));
  }
}
