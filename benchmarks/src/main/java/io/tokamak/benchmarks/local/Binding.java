// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Programs;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.worker.Action;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One client and a node that the kernel moves between processors as it likes, and one client and a
 * node that are bound to a processor each.
 */
final class Binding {
  private static final long KEYS = 7;
  private static final String PIN = "taskset";

  private final LocalFigurePlan plan;
  private final Path directory;
  private final NodeCommand nodeCommand;
  private final List<Row> rows = new ArrayList<>();

  Binding(LocalFigurePlan plan, Path directory, NodeCommand nodeCommand) {
    this.plan = plan;
    this.directory = directory;
    this.nodeCommand = nodeCommand;
  }

  /** Whether anything can be bound here. */
  static boolean isPossible() {
    return Runtime.getRuntime().availableProcessors() > 1 && Programs.installed(PIN).isPresent();
  }

  List<Row> run() {
    long memory = plan.comparison().memoryBytes();
    try (Servers free = new Servers(directory, "free", nodeCommand);
        Servers bound = new Servers(directory, "bound", this::pinned);
        Crew loose = new Crew(free.startNode(memory), 1, false, directory);
        Crew tight = new Crew(bound.startNode(memory), 1, true, directory)) {
      warmUp(loose);
      warmUp(tight);
      for (int size : plan.comparison().sizesBytes()) {
        measure(loose, tight, size);
      }
    }
    return rows;
  }

  private List<String> pinned(Path socket, long memoryBytes) {
    List<String> command = new ArrayList<>(List.of(PIN, "-c", "1"));
    command.addAll(nodeCommand.of(socket, memoryBytes));
    return command;
  }

  private void warmUp(Crew crew) {
    long warmUpNs = plan.comparison().warmUpNs();
    Task load = new Task(Action.LOAD, KEYS, Plan.FEW_OBJECTS, Plan.SMALLEST_BYTES, warmUpNs, 1);
    crew.prepare(load);
    crew.measure(load.withAction(Action.GET));
    crew.measure(load.withAction(Action.PUT_AND_DELETE));
    crew.prepare(load.withAction(Action.UNLOAD));
  }

  private void measure(Crew loose, Crew tight, int size) {
    long cellNs = plan.comparison().cellNs();
    Task load = new Task(Action.LOAD, KEYS, Plan.FEW_OBJECTS, size, cellNs, 1);
    Task put = new Task(Action.PUT_AND_DELETE, KEYS, Plan.blockObjects(size), size, cellNs, 1);
    loose.prepare(load);
    tight.prepare(load);
    for (int repetition = 0; repetition <= plan.comparison().repetitions(); repetition++) {
      for (Crew crew : List.of(loose, tight)) {
        String system = crew == loose ? "tokamak" : "tokamak-bound";
        note(system, "binding-get", load, repetition, first(crew, load.withAction(Action.GET)));
        List<List<Timings>> both = crew.measure(put);
        note(system, "binding-put", put, repetition, both.getFirst().getFirst());
        note(system, "binding-delete", put, repetition, both.getFirst().getLast());
      }
    }
    loose.prepare(load.withAction(Action.UNLOAD));
    tight.prepare(load.withAction(Action.UNLOAD));
  }

  private static Timings first(Crew crew, Task task) {
    return crew.measure(task).getFirst().getFirst();
  }

  /** Repetition 0 warms up. */
  private void note(String system, String operation, Task task, int repetition, Timings timings) {
    if (repetition > 0) {
      rows.add(TimingRows.sum(system, operation, task, repetition, List.of(timings)));
    }
  }
}
