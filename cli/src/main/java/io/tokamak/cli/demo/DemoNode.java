// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.cli.command.CommandFailure;
import io.tokamak.cli.command.ExitCode;
import io.tokamak.memory.os.SystemMemory;
import io.tokamak.node.DetachedNode;
import io.tokamak.node.DetachedNode.Outcome;
import io.tokamak.node.JvmCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node of the demonstration: a process of its own on a socket of its own. */
final class DemoNode implements AutoCloseable {
  private static final String MAIN_CLASS = "io.tokamak.cli.Main";
  private static final Map<String, String> OF_ITS_OWN = Map.of("TOKAMAK_DIRECTORY", "");
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
  private static final long STOP_TIMEOUT_S = 10;
  private static final long STEP = 64L << 20;

  private final Process process;
  private final Path socket;
  private final long memoryBytes;
  private final boolean inSharedMemory;
  private final Thread hook;

  private DemoNode(Process process, Path socket, long memoryBytes, boolean inSharedMemory) {
    this.process = process;
    this.socket = socket;
    this.memoryBytes = memoryBytes;
    this.inSharedMemory = inSharedMemory;
    this.hook = new Thread(process::destroy, "tokamak-demo-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts one that holds so many bytes with room to spare.
   *
   * @param name of its files, and for people
   * @param options further ones
   */
  static DemoNode start(Path directory, String name, long objectBytes, String... options)
      throws IOException {
    long memoryBytes = (objectBytes + objectBytes / 8 + 2 * STEP) / STEP * STEP;
    Path socket = directory.resolve(name + ".sock");
    boolean shared = isRoomy(memoryBytes);
    List<String> arguments = arguments(socket, memoryBytes, shared);
    arguments.addAll(List.of("--name", name));
    arguments.addAll(List.of(options));
    DetachedNode node =
        new DetachedNode(
            JvmCommand.ofThisProcess().of(MAIN_CLASS, arguments),
            OF_ITS_OWN,
            socket,
            directory.resolve(name + ".log"));
    return switch (node.start(START_TIMEOUT)) {
      case Outcome.Ready(Process process) -> new DemoNode(process, socket, memoryBytes, shared);
      case Outcome.Failed(int _, String output) ->
          throw new CommandFailure(ExitCode.ERROR, "the node did not start: " + output);
      case Outcome.TimedOut() ->
          throw new CommandFailure(ExitCode.TIMEOUT, "the node did not answer in time");
    };
  }

  private static List<String> arguments(Path socket, long memoryBytes, boolean shared) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "node", "start", "-s", socket.toString(), "--memory", Long.toString(memoryBytes)));
    if (!shared) {
      arguments.add("--memfd");
    }
    return arguments;
  }

  /** In a container /dev/shm often has 64 MiB. */
  private static boolean isRoomy(long bytes) throws IOException {
    return Files.isDirectory(SHARED_MEMORY)
        && Files.getFileStore(SHARED_MEMORY).getUsableSpace() > bytes + bytes / 8;
  }

  /** Whether the machine has the memory for it at all. */
  static boolean fits(long objectBytes) {
    return SystemMemory.ofThisMachine().availableBytes() > objectBytes + objectBytes / 4;
  }

  Path socket() {
    return socket;
  }

  long memoryBytes() {
    return memoryBytes;
  }

  String place() {
    return inSharedMemory ? "/dev/shm" : "a memfd, as /dev/shm is too small";
  }

  /** Stops it as an operator would; returns its exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  long pid() {
    return process.pid();
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
