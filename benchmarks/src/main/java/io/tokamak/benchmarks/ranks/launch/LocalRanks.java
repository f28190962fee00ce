// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks.launch;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.ranks.Membership;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The processes of all ranks, on this machine. What they print is printed here. They hear of the
 * end of this process by the end of their input, which is why {@link #watchParent} is theirs.
 */
public final class LocalRanks implements AutoCloseable {
  /** The variable that says where ranks find each other. */
  public static final String RENDEZVOUS = Membership.OWN + "RENDEZVOUS";

  /** The variable with the address of the rank for the others. */
  public static final String HOST = Membership.OWN + "HOST";

  private static final int ALL_TOGETHER_SECONDS = 20;
  private static final int STOP_SECONDS = 10;
  private static final int GLANCE_MS = 50;

  private final WorkDirectory directory;
  private final List<Process> processes = new ArrayList<>();

  private LocalRanks(WorkDirectory directory) {
    this.directory = directory;
  }

  /**
   * Starts them.
   *
   * @param directory of the run, in which they find each other
   * @param command of each of them
   * @param networks of the ranks; empty: that of this process
   */
  public static LocalRanks start(
      WorkDirectory directory, int ranks, List<String> command, Optional<Namespaces> networks) {
    LocalRanks all = directory.add(new LocalRanks(directory));
    String run = String.valueOf(directory.path().getFileName());
    for (int rank = 0; rank < ranks; rank++) {
      Membership membership = new Membership(rank, ranks, run, networks.isEmpty());
      all.start(membership, command, networks);
    }
    return all;
  }

  private void start(Membership member, List<String> command, Optional<Namespaces> networks) {
    int rank = member.rank();
    Map<String, String> environment = new HashMap<>(member.environment());
    environment.put(RENDEZVOUS, directory.path().toString());
    networks.ifPresent(all -> environment.put(HOST, all.address(rank)));
    Path ready = directory.path().resolve("rank-" + rank + ".ready");
    List<String> whole = networks.isPresent() ? Namespaces.inside(ready, command) : command;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(whole)
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      Process process = builder.start();
      processes.add(process);
      networks.ifPresent(all -> all.connect(rank, process, ready));
    } catch (IOException e) {
      throw new BenchException("cannot start rank " + rank + " (" + whole.getFirst() + ")", e);
    }
  }

  /**
   * Waits until all have ended. When one has failed the others get a moment to say so.
   *
   * @return 0 when all went well, else 1
   */
  public int await() throws InterruptedException {
    while (processes.stream().anyMatch(Process::isAlive) && !hasFailed()) {
      TimeUnit.MILLISECONDS.sleep(GLANCE_MS);
    }
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ALL_TOGETHER_SECONDS);
    for (Process process : processes) {
      boolean ended = process.waitFor(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (!ended) {
        return 1;
      }
    }
    return hasFailed() ? 1 : 0;
  }

  private boolean hasFailed() {
    return processes.stream().anyMatch(process -> !process.isAlive() && process.exitValue() != 0);
  }

  /** Ends this process, a rank, when the one that started it ends. */
  public static void watchParent() {
    Thread.ofPlatform()
        .daemon()
        .name("tokamak-bench-parent")
        .start(() -> {
          awaitEndOfInput();
          System.exit(1);
        });
  }

  private static void awaitEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is said there.
      }
    } catch (IOException gone) {
      // As good as the end.
    }
  }

  /** Ends those that still run. */
  @Override
  public void close() {
    for (Process process : processes) {
      try {
        process.getOutputStream().close();
        process.destroy();
      } catch (IOException gone) {
        process.destroy();
      }
    }
    for (Process process : processes) {
      end(process);
    }
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
