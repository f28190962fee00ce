// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.node.Node;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.NodeConfig.MemoryPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in examples/ do what the README says. */
final class ExamplesTest {
  @TempDir private Path directory;

  @Test
  void shouldTakeTheFirstSteps() throws IOException, InterruptedException {
    NodeConfig config =
        NodeConfig.of(directory.resolve("store.sock"), 4 << 20)
            .withPlace(new MemoryPlace.Anonymous());
    try (Node node = Node.start(config)) {
      Cli cli = new Cli(node.socket());
      cli.ok("put", "--name", "readme", repository().resolve("README.md").toString());

      String output = run(node.socket(), repository().resolve("examples/FirstSteps.java"));

      assertThat(output)
          .contains("readme begins with: # Tokamak")
          .contains("put and got 3 numbers, the sum is 42");
      assertThat(cli.ok("ls").lines()).hasSize(3);
    }
  }

  private String run(Path socket, Path program) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            program.toString());
    java.environment().put("TOKAMAK_SOCKET", socket.toString());
    Process process = java.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    return Files.readString(output);
  }

  private static Path repository() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      here = here.getParent();
    }
    return here;
  }
}
