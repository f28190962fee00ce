// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.node.JvmCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code tokamak node start} in the foreground, as a process of its own. */
final class NodeRun implements AutoCloseable {
  /** Shells start what runs in the background with SIGINT ignored, and children inherit that. */
  private static final List<String> HEARING_INTERRUPTS = List.of("env", "--default-signal=INT");

  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private NodeRun(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts one and waits until it says that it is ready. */
  static NodeRun start(Path socket, String... options) throws IOException {
    NodeRun node = launch(socket, options);
    await()
        .atMost(READY)
        .until(() -> node.output().startsWith("node ready") || !node.process.isAlive());
    assertThat(node.output())
        .startsWith("node ready: socket " + socket)
        .contains("process " + node.pid());
    return node;
  }

  /** Starts one and waits for nothing. */
  static NodeRun launch(Path socket, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("node", "start", "--memory", "16m", "--socket", socket.toString()));
    arguments.addAll(List.of(options));
    Path output = Files.createTempFile(socket.getParent(), "node", ".out");
    List<String> command = new ArrayList<>(HEARING_INTERRUPTS);
    command.addAll(JvmCommand.ofThisProcess().of("io.tokamak.cli.Main", arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start();
    return new NodeRun(process, output);
  }

  long pid() {
    return process.pid();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** kill -SIGNAL. */
  void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).inheritIO().start().waitFor();
  }

  /** The exit code, once it has ended. */
  int exitCode() throws InterruptedException {
    assertThat(process.waitFor(END.toSeconds(), TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
