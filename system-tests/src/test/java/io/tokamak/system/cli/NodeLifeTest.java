// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.node.JvmCommand;
import io.tokamak.node.NodeProcess;
import io.tokamak.system.cli.Cli.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes start, stop, die and come again. */
final class NodeLifeTest {
  @TempDir private Path directory;
  private Path memory;
  private Path socket;
  private Cli cli;

  @BeforeEach
  void choosePlaces() throws IOException {
    memory = Files.createDirectory(directory.resolve("memory"));
    socket = directory.resolve("store.sock");
    cli = new Cli(socket);
  }

  @AfterEach
  void shouldLeaveNoNodeBehind() {
    NodeProcess.at(socket).ifPresent(process -> process.stop(Duration.ofSeconds(5)));
  }

  private NodeRun start() throws IOException {
    return NodeRun.start(socket, "--dir", memory.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void shouldEndCleanlyWhenSignalled(String signal) throws IOException, InterruptedException {
    try (NodeRun node = start()) {
      cli.ok("put", "--name", "a", somebody());

      node.signal(signal);

      assertThat(node.exitCode()).isZero();
      assertThat(socket).doesNotExist();
      assertThat(memory).isEmptyDirectory();
    }
  }

  @Test
  void shouldNotCallANodeReadyThatCannotListenForOthers() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      Cli.Result result =
          cli.run("node", "start", "--detach", "--dir", memory.toString(), "--listen", address);

      assertThat(result.exitCode()).isNotZero();
      assertThat(result.out()).doesNotContain("ready");
      assertThat(result.err()).contains("in use");
      assertThat(socket).doesNotExist();
    }
  }

  @Test
  void shouldRunOnTheNumaNodeItIsTold() throws IOException {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/sys/devices/system/node/node0")), "this kernel has no NUMA nodes");
    try (NodeRun node = NodeRun.start(socket, "--dir", memory.toString(), "--numa", "0")) {
      assertThat(cli.ok("node", "status", "--json"))
          .contains("\"pid\":" + node.pid())
          .contains("\"memory\":\"prefer:0\"");
    }
  }

  @Test
  void shouldSayByWhatUcxGoes() throws IOException {
    Assumptions.assumeTrue(UcxSupport.look().isInstalled(), "apt install libucx0");
    try (NodeRun node = NodeRun.start(socket, "--memfd", "--fabrics", "ucx,tcp")) {
      assertThat(cli.ok("node", "status")).containsPattern("(?m)^fabrics +ucx over \\w+, \\w+");
      assertThat(cli.ok("nodes")).containsPattern("(?m)^fabrics: ucx over \\w+, \\w+");
      assertThat(node.output()).hasLineCount(1);
    }
  }

  @Test
  void shouldRefuseANumaNodeThatIsNotThere() throws IOException, InterruptedException {
    try (NodeRun node = NodeRun.launch(socket, "--numa", "999")) {
      assertThat(node.exitCode()).isEqualTo(2);
      assertThat(node.output()).contains("NUMA node 999").contains("--numa").hasLineCount(1);
    }
  }

  @Test
  void shouldRefuseASecondNodeAndNameTheFirst() throws IOException, InterruptedException {
    try (NodeRun first = start();
        NodeRun second = NodeRun.launch(socket)) {
      assertThat(second.exitCode()).isEqualTo(7);
      assertThat(second.output())
          .startsWith("tokamak: ")
          .contains("process " + first.pid())
          .hasLineCount(1);
      assertThat(cli.ok("ls")).startsWith("ID");
    }
  }

  @Test
  void shouldTakeOverWhatAKilledNodeLeft() throws IOException, InterruptedException {
    try (NodeRun first = start()) {
      cli.ok("put", "--name", "a", somebody());
      first.signal("KILL");
      assertThat(first.exitCode()).isEqualTo(128 + 9);
    }
    assertThat(socket).exists();
    assertThat(cli.run("ls").exitCode()).isEqualTo(5);

    try (NodeRun second = start()) {
      assertThat(second.pid()).isPositive();
      assertThat(cli.run("stat", "name:a").exitCode()).isEqualTo(3);
      cli.ok("put", "--name", "a", somebody());
      assertThat(segments()).isEqualTo(1);
    }
  }

  @Test
  void shouldRunInTheBackgroundUntilStopped() throws IOException, InterruptedException {
    Result first = startInBackground();
    assertThat(first.exitCode()).as(first.out()).isZero();
    Map<?, ?> started = (Map<?, ?>) first.json();
    long pid = NodeProcess.at(socket).orElseThrow().pid();
    assertThat(started.get("pid")).isEqualTo(pid);
    assertThat(started.get("socket")).isEqualTo(socket.toString());
    Path log = Path.of(String.valueOf(started.get("log")));
    await().untilAsserted(() -> assertThat(log).content().contains("INFO", "started with"));

    Result second = startInBackground();
    assertThat(second.exitCode()).isEqualTo(7);
    assertThat(second.out()).startsWith("tokamak: a node runs").contains("process " + pid);

    assertThat(cli.ok("node", "stop")).contains("process " + pid);
    assertThat(NodeProcess.at(socket)).isEmpty();
    assertThat(memory).isEmptyDirectory();
    assertThat(cli.run("node", "stop").exitCode()).isEqualTo(5);
  }

  /** In a process that keeps its logs in the directory of the test. */
  private Result startInBackground() throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "node",
            "start",
            "-d",
            "--json",
            "-m",
            "16m",
            "--dir",
            memory.toString(),
            "-s",
            socket.toString());
    Path output = Files.createTempFile(directory, "start", ".out");
    ProcessBuilder start =
        new ProcessBuilder(JvmCommand.ofThisProcess().of("io.tokamak.cli.Main", arguments));
    start.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
    Process process = start.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(output), "");
  }

  @Test
  void shouldSayWhatIsInTheWayOfAStart() {
    Result tooLarge = cli.run("node", "start", "--memory", "40t");

    assertThat(tooLarge.exitCode()).isEqualTo(4);
    assertThat(tooLarge.err())
        .startsWith("tokamak: ")
        .contains("asked for", "available", "--memory");
    assertThat(directory).isDirectoryNotContaining(path -> path.equals(socket));
  }

  /** As user 65534, who may read the classes and reach the socket, but not signal this user. */
  @Test
  void shouldSayThatTheNodeOfAnotherUserCannotBeStopped() throws IOException, InterruptedException {
    String capabilities = "+dac_override,+dac_read_search";
    List<String> command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=65534",
                "--inh-caps=" + capabilities,
                "--ambient-caps=" + capabilities));
    if (!canRun(command)) {
      String left = "LEFT OUT: stopping a node of another user (needs root, to be somebody else)";
      System.out.println(left);
      Assumptions.abort(left);
    }
    command.addAll(
        JvmCommand.ofThisProcess()
            .of("io.tokamak.cli.Main", List.of("node", "stop", "-s", socket.toString())));
    try (NodeRun node = start()) {
      Process stop = new ProcessBuilder(command).start();
      assertThat(stop.errorReader().lines())
          .singleElement()
          .asString()
          .contains("process " + node.pid() + " belongs to another user");
      assertThat(stop.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(stop.exitValue()).isEqualTo(1);
    }
  }

  private static boolean canRun(List<String> wrapper) throws InterruptedException {
    List<String> command = new ArrayList<>(wrapper);
    command.add("true");
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  /** The memory file system is full to its last byte: nothing fits, not even a process id. */
  @Test
  void shouldSayThatTheDirectoryIsFull() throws IOException, InterruptedException {
    List<String> isolation = List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c");
    String mount = "mount -t tmpfs -o size=1m none \"$0\"";
    List<String> probe = new ArrayList<>(isolation);
    probe.addAll(List.of(mount + " && exec \"$@\"", memory.toString()));
    if (!canRun(probe)) {
      String left = "LEFT OUT: a directory that is full (needs to mount a tmpfs)";
      System.out.println(left);
      Assumptions.abort(left);
    }
    List<String> command = new ArrayList<>(isolation);
    String fill = "head -c 1048576 /dev/zero > \"$0/filler\"";
    command.addAll(
        List.of(mount + " && " + fill + " && \"$@\"; echo $?; ls \"$0\"", memory.toString()));
    command.addAll(
        JvmCommand.ofThisProcess()
            .of(
                "io.tokamak.cli.Main",
                List.of(
                    "node",
                    "start",
                    "-m",
                    "16m",
                    "--dir",
                    memory.toString(),
                    "-s",
                    socket.toString())));
    Process start = new ProcessBuilder(command).start();
    assertThat(start.errorReader().lines())
        .singleElement()
        .asString()
        .startsWith("tokamak: ")
        .contains("asked for", "available 0 bytes");
    assertThat(start.inputReader().lines()).containsExactly("4", "filler");
    assertThat(start.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private String somebody() throws IOException {
    return Files.writeString(directory.resolve("file"), "contents").toString();
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(memory)) {
      return files.filter(file -> file.toString().endsWith(".segment")).count();
    }
  }
}
