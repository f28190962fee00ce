// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static io.tokamak.benchmarks.local.worker.Action.GET_AND_READ;
import static io.tokamak.benchmarks.local.worker.Action.LOAD;
import static io.tokamak.benchmarks.local.worker.Action.UNLOAD;

import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether reading processes disturb each other: one alone, two, eight, all over the same 20,000
 * objects, each bound to a processor in turns.
 */
final class ReaderRows {
  /** Of one, two and eight client processes. */
  static final String READERS = Promises.PREFIX + "readers";

  /** Beside two: the rate of the one that got less, by its rate when it was alone. */
  static final String OF_ONE_ALONE = "of_one_alone";

  /** Beside eight: their rate, by that of two. */
  static final String OF_TWO = "of_two";

  static final String RATE = "ops_per_s";
  static final int TWO = 2;
  static final int MANY = 8;

  /** All readers must be at it for most of the time. */
  private static final int LONGER = 3;

  private static final int SIZE_BYTES = 1 << 10;

  private final PromisePlan plan;
  private final Server node;
  private final Path directory;
  private final Progress progress;
  private final List<Row> rows = new ArrayList<>();

  ReaderRows(PromisePlan plan, Server node, Path directory, Progress progress) {
    this.plan = plan;
    this.node = node;
    this.directory = directory;
    this.progress = progress;
  }

  List<Row> measure() {
    progress.say("one, two and eight reading processes");
    long cellNs = LONGER * plan.cellNs();
    Task load = new Task(LOAD, 3, Plan.manyObjects(SIZE_BYTES), SIZE_BYTES, cellNs, 1);
    try (Crew crew = new Crew(node, MANY, true, directory)) {
      crew.prepare(load);
      warmUp(crew, load.withAction(GET_AND_READ).withBudgetNs(plan.warmUpNs() / 2));
      for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
        repeat(crew, load.withAction(GET_AND_READ).withOrderSeed(repetition), repetition);
      }
      crew.prepare(load.withAction(UNLOAD));
    }
    return rows;
  }

  /** One after the other: all at once they would get too little of the processors for that. */
  private static void warmUp(Crew crew, Task task) {
    for (int worker = 0; worker < MANY; worker++) {
      crew.measure(task, worker, worker + 1);
    }
  }

  private void repeat(Crew crew, Task task, int repetition) {
    List<List<Timings>> first = crew.measure(task, 0, 1);
    List<List<Timings>> second = crew.measure(task, 1, TWO);
    List<List<Timings>> both = crew.measure(task, 0, TWO);
    List<List<Timings>> many = crew.measure(task, 0, MANY);
    double share =
        Math.min(rate(both.subList(0, 1)) / rate(first), rate(both.subList(1, TWO)) / rate(second));
    rows.add(row(READERS, task, repetition, first));
    rows.add(row(READERS + "-second", task, repetition, second));
    rows.add(row(READERS, task, repetition, both).with(OF_ONE_ALONE, share));
    rows.add(row(READERS, task, repetition, many).with(OF_TWO, rate(many) / rate(both)));
  }

  private static double rate(List<List<Timings>> clients) {
    return clients.stream().mapToDouble(each -> each.getFirst().operationsPerSecond()).sum();
  }

  private static Row row(String operation, Task task, int repetition, List<List<Timings>> clients) {
    return TimingRows.sumWithRate("tokamak", operation, task, repetition, clients);
  }
}
