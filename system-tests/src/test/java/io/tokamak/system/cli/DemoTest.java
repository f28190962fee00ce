// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demonstration, with small files. */
final class DemoTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int demo(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }

  @Test
  void shouldShowAndCheckEverything() throws IOException {
    Path files = Files.createDirectory(directory.resolve("files"));
    Files.write(files.resolve("small"), new byte[10]);
    Files.write(files.resolve("empty"), new byte[0]);
    Path large = Files.write(directory.resolve("large"), new byte[5_000_000]);

    int exitCode = demo("demo", "--readers", "2", files.toString(), large.toString());

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .doesNotContain("NOT SO")
        .contains(
            "Putting 3 files",
            "4.8 MiB",
            "0 objects are in use, 0 half written",
            "3 of 3 objects came over shm",
            "3 of 3 objects came over tcp",
            "from 2 nodes",
            "exit code 0")
        .contains("Everything is as it should be.");
    assertThat(out.toString().lines().filter(line -> line.startsWith("  ok"))).hasSize(16);
    assertThat(exitCode).isZero();
  }

  @Test
  void shouldSayWhatItNeeds() {
    assertThat(demo("demo", directory.resolve("absent").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no such file");
    assertThat(demo("demo", directory.toString())).isEqualTo(2);
  }
}
