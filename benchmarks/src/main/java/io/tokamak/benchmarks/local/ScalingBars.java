// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static io.tokamak.benchmarks.local.worker.Action.GET_AND_READ;
import static io.tokamak.benchmarks.local.worker.Action.LOAD;
import static io.tokamak.benchmarks.local.worker.Action.UNLOAD;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether reading processes disturb each other: one alone, two, eight, all over the same 20,000
 * objects, each bound to a processor in turns.
 */
final class ScalingBars {
  private static final int REPETITIONS = 11;
  private static final int MANY = 8;
  private static final long CELL_NS = 800_000_000;
  private static final long WARM_UP_NS = 1_000_000_000;
  private static final int SIZE_BYTES = 1 << 10;
  private static final double SHARE = 0.85;

  private final Server node;
  private final Path directory;
  private final Progress progress;
  private final List<Double> shares = new ArrayList<>();
  private final List<Double> gains = new ArrayList<>();
  private final List<Double> ofTwo = new ArrayList<>();
  private final List<Double> ofMany = new ArrayList<>();

  ScalingBars(Server node, Path directory, Progress progress) {
    this.node = node;
    this.directory = directory;
    this.progress = progress;
  }

  List<Bar> measure() {
    progress.say("one, two and eight reading processes");
    Task load = new Task(LOAD, 3, Plan.manyObjects(SIZE_BYTES), SIZE_BYTES, CELL_NS, 1);
    try (Crew crew = new Crew(node, MANY, true, directory)) {
      crew.prepare(load);
      warmUp(crew, load.withAction(GET_AND_READ).withBudgetNs(WARM_UP_NS));
      for (int repetition = 1; repetition <= REPETITIONS; repetition++) {
        repeat(crew, load.withAction(GET_AND_READ).withOrderSeed(repetition));
      }
      crew.prepare(load.withAction(UNLOAD));
    }
    return bars();
  }

  /** One after the other: all at once they would get too little of the processors for that. */
  private static void warmUp(Crew crew, Task task) {
    for (int worker = 0; worker < MANY; worker++) {
      crew.measure(task, worker, worker + 1);
    }
  }

  private void repeat(Crew crew, Task task) {
    double first = rate(crew.measure(task, 0, 1));
    double second = rate(crew.measure(task, 1, 2));
    List<List<Timings>> both = crew.measure(task, 0, 2);
    double share = Math.min(rate(both.subList(0, 1)) / first, rate(both.subList(1, 2)) / second);
    double two = rate(both);
    double many = rate(crew.measure(task, 0, MANY));
    shares.add(share);
    gains.add(many / two);
    ofTwo.add(two / 1e6);
    ofMany.add(many / 1e6);
  }

  private static double rate(List<List<Timings>> clients) {
    return clients.stream().mapToDouble(each -> each.getFirst().operationsPerSecond()).sum();
  }

  private List<Bar> bars() {
    String basis =
        "2: %s M/s, 8: %s M/s get+read of 1 KiB"
            .formatted(
                Units.significant(Medians.median(ofTwo)),
                Units.significant(Medians.median(ofMany)));
    List<Bar> bars = new ArrayList<>();
    if (Runtime.getRuntime().availableProcessors() > 1) {
      bars.add(
          Bar.atLeast(
              "2 reading processes: each, of one alone", SHARE, Medians.median(shares), "", basis));
    }
    bars.add(
        Bar.atLeast(
            "8 reading processes: together, of 2 together", 1, Medians.median(gains), "", basis));
    return bars;
  }
}
