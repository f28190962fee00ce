// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code tokamak doctor}, on whatever machine this is. */
final class DoctorTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();

  private int doctor(String... arguments) {
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(out, true));
    String[] all = new String[arguments.length + 1];
    all[0] = "doctor";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return commands.execute(all);
  }

  @Test
  void shouldFindNothingMissingWhereTestsRun() {
    assertThat(doctor()).as(out.toString()).isZero();
    assertThat(out.toString())
        .startsWith("java\n  ok")
        .contains("tcp self-test")
        .endsWith(" 0 missing\n");
  }

  @Test
  void shouldSayTheSameInJson() {
    assertThat(doctor("--json")).isZero();

    Map<?, ?> report = (Map<?, ?>) Cli.valueOf(out.toString());
    assertThat(report.get("verdict")).isIn("ok", "better");
    assertThat((List<?>) report.get("findings"))
        .hasSizeGreaterThan(8)
        .allSatisfy(finding ->
            assertThat(((Map<?, ?>) finding).keySet())
                .map(String::valueOf)
                .containsExactly("topic", "name", "verdict", "found", "remedy"));
  }

  @Test
  void shouldGreetANodeThatRuns() throws Exception {
    Path socket = directory.resolve("store.sock");
    String address = "127.0.0.1:" + freePort();
    try (NodeRun node = NodeRun.start(socket, "--memfd", "--listen", address)) {
      assertThat(doctor("--peer", address)).as(out.toString()).isZero();
      assertThat(out.toString()).contains("peer greeting").contains("knows our secret");
      assertThat(new Cli(socket).ok("nodes")).contains("(this node)").hasLineCount(3);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
