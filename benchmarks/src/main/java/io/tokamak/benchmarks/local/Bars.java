// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures everything that must be reached in one run, and judges. */
final class Bars {
  private final List<Server> running;
  private final Servers servers;
  private final Path directory;
  private final Progress progress;
  private final PrintWriter output;

  Bars(
      List<Server> running,
      Servers servers,
      Path directory,
      Progress progress,
      PrintWriter output) {
    this.running = running;
    this.servers = servers;
    this.directory = directory;
    this.progress = progress;
    this.output = output;
  }

  /** Prints each bar; true when all were measured and met. */
  boolean run() {
    List<Bar> bars = new ArrayList<>();
    NodeBars node = new NodeBars(servers, progress);
    bars.addAll(node.ofStartAndMemory());
    bars.add(node.ofIdleness(running.getFirst()));
    bars.addAll(new ScalingBars(running.getFirst(), directory, progress).measure());
    SpeedBars speed = new SpeedBars(running, directory, progress);
    bars.addAll(speed.measure());
    bars.forEach(bar -> output.println(bar.line()));
    boolean complete = speed.comparedWithRedis();
    if (!complete) {
      output.println("MISSED everything that compares with Redis: it is not installed");
    }
    return complete && bars.stream().allMatch(Bar::met);
  }
}
