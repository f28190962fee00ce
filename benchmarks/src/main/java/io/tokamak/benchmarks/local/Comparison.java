// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.local.worker.Action;
import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures all systems at all sizes. Systems and repetitions take turns (A B C A B C), since a
 * shared machine changes its mind from second to second: what is compared was measured within the
 * same seconds.
 */
final class Comparison {
  private static final int WARM_UP_OBJECTS = 2_000;
  private static final long KEYS = 1;

  private final Plan plan;
  private final List<Server> servers;
  private final Path directory;
  private final Progress progress;
  private final List<Row> rows = new ArrayList<>();

  Comparison(Plan plan, List<Server> servers, Path directory, Progress progress) {
    this.plan = plan;
    this.servers = servers;
    this.directory = directory;
    this.progress = progress;
  }

  List<Row> run() {
    for (int clients : plan.clients()) {
      progress.say("starting and warming up clients: " + clients + " of each system");
      try (Crews crews = new Crews(servers, clients, directory)) {
        crews.each(this::warmUp);
        plan.sizesBytes().forEach(size -> measureSize(crews.list(), size, clients));
      }
    }
    return rows;
  }

  /** Lets the compilers see every operation before anything counts. */
  private void warmUp(Crew crew) {
    Task task =
        new Task(Action.LOAD, KEYS, WARM_UP_OBJECTS, Plan.SMALLEST_BYTES, plan.warmUpNs(), 1);
    crew.prepare(task);
    for (Action action : actions(crew.system())) {
      crew.measure(task.withAction(action));
    }
    crew.prepare(task.withAction(Action.UNLOAD));
  }

  private static List<Action> actions(SystemName system) {
    return system == SystemName.MEMCACHED
        ? List.of(Action.PUT_AND_DELETE, Action.GET, Action.GET_AND_READ)
        : List.of(Action.PUT_AND_DELETE, Action.GET, Action.GET_AND_READ, Action.CONTAINS);
  }

  private void measureSize(List<Crew> crews, int size, int clients) {
    Task load = new Task(Action.LOAD, KEYS, plan.objects(size), size, plan.cellNs(), 1);
    crews.forEach(crew -> crew.prepare(load));
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      progress.say(
          "%s, clients: %d, repetition %d of %d"
              .formatted(Units.size(size), clients, repetition, plan.repetitions()));
      for (Action action : actions(SystemName.TOKAMAK)) {
        measureAction(crews, action, size, repetition);
      }
    }
    crews.forEach(crew -> crew.prepare(load.withAction(Action.UNLOAD)));
  }

  private void measureAction(List<Crew> crews, Action action, int size, int repetition) {
    int objects =
        switch (action) {
          case GET -> Plan.FEW_OBJECTS;
          case PUT_AND_DELETE -> Plan.blockObjects(size);
          default -> plan.objects(size);
        };
    Task task = new Task(action, KEYS, objects, size, plan.cellNs(), repetition);
    for (Crew crew : crews) {
      if (actions(crew.system()).contains(action)) {
        note(crew.system(), task, repetition, crew.measure(task));
      }
    }
  }

  private void note(SystemName system, Task task, int repetition, List<List<Timings>> byClient) {
    add(system, task.action().label(), task, repetition, byClient, 0);
    if (task.action() == Action.PUT_AND_DELETE) {
      add(system, "delete", task, repetition, byClient, 1);
    }
  }

  private void add(
      SystemName system,
      String operation,
      Task task,
      int repetition,
      List<List<Timings>> byClient,
      int part) {
    List<Timings> timings = byClient.stream().map(parts -> parts.get(part)).toList();
    rows.add(TimingRows.sum(system.label(), operation, task, repetition, timings));
  }
}
