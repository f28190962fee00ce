// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static io.tokamak.benchmarks.local.worker.Action.CONTAINS;
import static io.tokamak.benchmarks.local.worker.Action.COPY;
import static io.tokamak.benchmarks.local.worker.Action.GET;
import static io.tokamak.benchmarks.local.worker.Action.GET_AND_READ;
import static io.tokamak.benchmarks.local.worker.Action.LOAD;
import static io.tokamak.benchmarks.local.worker.Action.PUT_AND_DELETE;
import static io.tokamak.benchmarks.local.worker.Action.UNLOAD;

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
import java.util.Optional;

/** How fast one client is, beside one client of Redis and beside a plain copy, in turns. */
final class SpeedRows {
  /** A get of ever the same few objects, at every size. */
  static final String EACH_SIZE = Promises.PREFIX + "get-each-size";

  /** Beside gets of ours. */
  static final String ALLOCATED = "allocated_bytes_per_op";

  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final List<Integer> SIZES = List.of(KIB, 64 * KIB, MIB, 16 * MIB, 64 * MIB);
  private static final long KEYS = 7;

  private final PromisePlan plan;
  private final List<Server> servers;
  private final Path directory;
  private final Progress progress;
  private final List<Row> rows = new ArrayList<>();

  SpeedRows(PromisePlan plan, List<Server> servers, Path directory, Progress progress) {
    this.plan = plan;
    this.servers =
        servers.stream().filter(server -> server.system() != SystemName.MEMCACHED).toList();
    this.directory = directory;
    this.progress = progress;
  }

  List<Row> measure() {
    try (Crews crews = new Crews(servers, 1, directory)) {
      Crew tokamak = crews.list().getFirst();
      Optional<Crew> redis = crews.list().stream().skip(1).findFirst();
      crews.each(this::warmUp);
      small(crews, tokamak, redis);
      large(crews);
      putBesideCopy(tokamak);
      eachSize(tokamak);
    }
    return rows;
  }

  private void warmUp(Crew crew) {
    Task task = new Task(LOAD, KEYS, Plan.manyObjects(KIB), KIB, plan.warmUpNs(), 1);
    crew.prepare(task);
    for (Action action : List.of(PUT_AND_DELETE, GET, GET_AND_READ, CONTAINS)) {
      crew.measure(task.withAction(action));
    }
    crew.prepare(task.withAction(UNLOAD));
  }

  private void small(Crews crews, Crew tokamak, Optional<Crew> redis) {
    progress.say("1 KiB beside Redis");
    Task load = load(KIB, Plan.manyObjects(KIB));
    crews.each(crew -> crew.prepare(load));
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell(tokamak, load.withAction(GET_AND_READ)));
    redis.ifPresent(crew -> cells.add(new Cell(crew, load.withAction(GET))));
    crews.each(crew -> cells.add(new Cell(crew, load.withAction(CONTAINS))));
    crews.each(crew -> cells.add(new Cell(crew, put(KIB))));
    takeTurns(cells);
    crews.each(crew -> crew.prepare(load.withAction(UNLOAD)));
  }

  private void large(Crews crews) {
    progress.say("1 MiB beside Redis");
    Task load = load(MIB, Plan.FEW_OBJECTS);
    crews.each(crew -> crew.prepare(load));
    takeTurns(crews.list().stream().map(crew -> new Cell(crew, load.withAction(GET))).toList());
    crews.each(crew -> crew.prepare(load.withAction(UNLOAD)));
  }

  private void putBesideCopy(Crew tokamak) {
    progress.say("put of 1 MiB beside a copy");
    takeTurns(
        List.of(
            new Cell(tokamak, put(MIB)),
            new Cell(tokamak, put(MIB).withAction(COPY), "memcpy", Promises.PREFIX + "put")));
  }

  /** At every size the same number of objects: only the size differs. */
  private void eachSize(Crew tokamak) {
    progress.say("get from 1 KiB to " + Units.size(plan.largestBytes()));
    List<Task> loads = new ArrayList<>();
    for (int size : SIZES) {
      if (size <= plan.largestBytes()) {
        loads.add(load(size, Plan.FEW_OBJECTS).withKeySeed(KEYS + loads.size()));
      }
    }
    loads.forEach(tokamak::prepare);
    takeTurns(
        loads.stream()
            .map(load -> new Cell(tokamak, load.withAction(GET), "tokamak", EACH_SIZE))
            .toList());
    loads.forEach(load -> tokamak.prepare(load.withAction(UNLOAD)));
  }

  private Task load(int sizeBytes, int objects) {
    return new Task(LOAD, KEYS, objects, sizeBytes, plan.cellNs(), 1);
  }

  private Task put(int sizeBytes) {
    return new Task(PUT_AND_DELETE, 0, Plan.blockObjects(sizeBytes), sizeBytes, plan.cellNs(), 1);
  }

  private record Cell(Crew crew, Task task, String system, String operation) {
    Cell(Crew crew, Task task) {
      this(crew, task, crew.system().label(), Promises.PREFIX + task.action().label());
    }

    Row measure(int repetition) {
      List<List<Timings>> measured = crew.measure(task.withOrderSeed(repetition));
      Timings timings = measured.getFirst().getFirst();
      return TimingRows.sum(system, operation, task, repetition, List.of(timings))
          .with(ALLOCATED, (double) timings.allocatedBytes() / timings.operations());
    }
  }

  /** Each cell once, then each again, so that all see the same machine. */
  private void takeTurns(List<Cell> cells) {
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      for (Cell cell : cells) {
        rows.add(cell.measure(repetition));
      }
    }
  }
}
