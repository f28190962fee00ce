// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Settling;
import io.tokamak.benchmarks.local.worker.Action;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What more objects cost: time of a get and of a put, memory of the node for each object. */
final class Growth {
  private static final long KEYS = 11;
  private static final int SIZE_BYTES = 64;
  private static final long BYTES_PER_OBJECT = 192;
  private static final long LEAST_MEMORY = 64L << 20;
  private static final int MOST_READ = 1 << 18;
  private static final int MOST_PUT = 2_000;
  private static final double BYTES_PER_MIB = 1 << 20;

  private final LocalFigurePlan plan;
  private final Path directory;
  private final NodeCommand nodeCommand;
  private final Progress progress;
  private final List<Row> rows = new ArrayList<>();

  Growth(LocalFigurePlan plan, Path directory, NodeCommand nodeCommand, Progress progress) {
    this.plan = plan;
    this.directory = directory;
    this.nodeCommand = nodeCommand;
    this.progress = progress;
  }

  List<Row> run() {
    for (int objects : plan.objects()) {
      progress.say(String.format(Locale.ROOT, "a store with %,d objects", objects));
      measure(objects);
    }
    return rows;
  }

  private void measure(int objects) {
    NodeCommand large =
        (socket, memoryBytes) -> {
          List<String> command = new ArrayList<>(nodeCommand.of(socket, memoryBytes));
          command.addAll(List.of("--objects", Integer.toString(objects + objects / 4 + 4096)));
          return command;
        };
    long memory = Math.max(LEAST_MEMORY, objects * BYTES_PER_OBJECT);
    try (Servers servers = new Servers(directory, "growth-" + objects, large);
        Server node = servers.startNode(memory);
        Crew crew = new Crew(node, 1, false, directory)) {
      Settling.await(node.socket());
      Task load = new Task(Action.LOAD, KEYS, objects, SIZE_BYTES, plan.comparison().cellNs(), 1);
      crew.prepare(load.withObjects(1));
      crew.prepare(load.withObjects(1).withAction(Action.UNLOAD));
      double before = bytes(node);
      crew.prepare(load);
      time(crew, load, (bytes(node) - before) / objects);
    }
  }

  /** What the node has touched beside the data area, and what is taken of that. */
  private static double bytes(Server node) {
    double touched = new NodeFigures(node.pid()).touchedMib() * BYTES_PER_MIB;
    try (ObjectStoreClient client = Tokamak.connect(node.socket())) {
      Map<String, Long> stats = client.stats();
      return touched - stats.getOrDefault("free-bytes", 0L);
    }
  }

  private void time(Crew crew, Task load, double bytesPerObject) {
    int objects = load.objects();
    Task put = load.withObjects(Math.min(objects, MOST_PUT)).withAction(Action.PUT_AND_DELETE);
    Task get = load.withObjects(Math.min(objects, MOST_READ)).withAction(Action.GET);
    for (int repetition = 0; repetition <= plan.comparison().repetitions(); repetition++) {
      Timings gets = crew.measure(get.withOrderSeed(repetition)).getFirst().getFirst();
      Timings puts = crew.measure(put).getFirst().getFirst();
      if (repetition > 0) {
        note("growth-get", objects, repetition, gets, bytesPerObject);
        note("growth-put", objects, repetition, puts, bytesPerObject);
      }
    }
  }

  private void note(
      String operation, int objects, int repetition, Timings timings, double bytesPerObject) {
    Task task = new Task(Action.GET, KEYS, objects, SIZE_BYTES, 0, 1);
    rows.add(
        TimingRows.sum("tokamak", operation, task, repetition, List.of(timings))
            .with("node_bytes_per_object", bytesPerObject));
  }
}
