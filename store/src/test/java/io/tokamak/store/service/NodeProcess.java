// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A store in a process of its own, to be killed. */
final class NodeProcess implements AutoCloseable {
  private static final String READY = "ready";

  private final Process process;

  private NodeProcess(Process process) {
    this.process = process;
  }

  /** What runs in the process: arguments are socket, directory of the segment, capacity. */
  public static void main(String[] arguments) throws InterruptedException {
    StoreConfig config =
        StoreConfig.of(Path.of(arguments[0]), Long.parseLong(arguments[2]))
            .withPlace(new SegmentPlace.Directory(Path.of(arguments[1])));
    StoreServer server = StoreServer.start(config);
    System.out.println(READY);
    server.join(Duration.ofMinutes(5));
  }

  /** Starts one and waits until it serves. */
  static NodeProcess start(Path socket, Path directory, long capacityBytes) throws IOException {
    return start(List.of(), socket, directory, capacityBytes);
  }

  /** The same with a command that runs the command, for instance to limit it. */
  static NodeProcess start(List<String> wrapper, Path socket, Path directory, long capacityBytes)
      throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(javaCommand(System.getProperty("java.class.path"), NodeProcess.class));
    command.addAll(List.of(socket.toString(), directory.toString(), Long.toString(capacityBytes)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    if (!READY.equals(output.readLine())) {
      process.destroyForcibly();
      throw new IOException("the node did not start: see its output above");
    }
    return new NodeProcess(process);
  }

  /** How to run a class in a new process. */
  static List<String> javaCommand(String classPath, Class<?> main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        classPath,
        main.getName());
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it as kill -9 does. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
