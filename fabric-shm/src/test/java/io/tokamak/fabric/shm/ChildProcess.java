// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a {@link ChildNode}. */
final class ChildProcess implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  private final long epoch;
  private final Process process;
  private final RemotePointer pointer;
  private final FabricAddress address;

  /** Starts it and waits until it listens. */
  ChildProcess(Path socket, long epoch, String... more) throws IOException {
    this.epoch = epoch;
    List<String> command = new ArrayList<>(javaCommand(System.getProperty("java.class.path")));
    command.addAll(List.of(ChildNode.class.getName(), socket.toString(), Long.toString(epoch)));
    command.addAll(List.of(more));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output = process.inputReader();
    pointer = ChildNode.decode(String.valueOf(output.readLine()));
    address = new FabricAddress(ShmFabric.NAME, String.valueOf(output.readLine()));
  }

  /** What starts a class of this class path. */
  static List<String> javaCommand(String classPath) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath);
  }

  NodeRef self() {
    return new NodeRef(ChildNode.NODE, epoch);
  }

  FabricAddress address() {
    return address;
  }

  /** All of its memory. */
  RemotePointer pointer() {
    return pointer;
  }

  /** It stands still, wherever it is, but does not die. */
  void stop() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** It goes on. */
  void goOn() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    if (new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor() != 0) {
      throw new AssertionError("cannot send SIG" + name + " to " + pid);
    }
  }

  /** As kill -9 does, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("child " + process.pid() + " does not die");
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
