// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static io.tokamak.benchmarks.local.worker.Action.GET_AND_READ;
import static io.tokamak.benchmarks.local.worker.Action.LOAD;
import static io.tokamak.benchmarks.local.worker.Action.UNLOAD;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.local.worker.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How much more clients get done together than one, of ours and of Redis: get+read of 1 KiB. */
final class ClientScaling {
  private static final int SIZE_BYTES = 1 << 10;
  private static final long KEYS = 5;

  /** All clients must be at it for most of the time. */
  private static final int LONGER = 4;

  private final LocalFigurePlan plan;
  private final List<Server> servers;
  private final Path directory;
  private final List<Row> rows = new ArrayList<>();

  ClientScaling(LocalFigurePlan plan, List<Server> servers, Path directory) {
    this.plan = plan;
    this.servers =
        servers.stream().filter(server -> server.system() != SystemName.MEMCACHED).toList();
    this.directory = directory;
  }

  List<Row> run() {
    int most = plan.clients().stream().mapToInt(Integer::intValue).max().orElse(1);
    long cellNs = LONGER * plan.comparison().cellNs();
    int objects = Plan.manyObjects(SIZE_BYTES);
    Task load = new Task(LOAD, KEYS, objects, SIZE_BYTES, cellNs, 1);
    try (Crews crews = new Crews(servers, most, directory)) {
      crews.each(crew -> prepare(crew, load, most));
      for (int repetition = 1; repetition <= plan.comparison().repetitions(); repetition++) {
        repeat(crews, load.withAction(GET_AND_READ).withOrderSeed(repetition), repetition);
      }
      crews.each(crew -> crew.prepare(load.withAction(UNLOAD)));
    }
    return rows;
  }

  /** Clients warm up one after the other: all at once they would get too little time for that. */
  private void prepare(Crew crew, Task load, int most) {
    crew.prepare(load);
    Task warmUp = load.withAction(GET_AND_READ).withBudgetNs(plan.comparison().warmUpNs());
    for (int worker = 0; worker < most; worker++) {
      crew.measure(warmUp, worker, worker + 1);
    }
  }

  private void repeat(Crews crews, Task task, int repetition) {
    for (int clients : plan.clients()) {
      for (Crew crew : crews.list()) {
        rows.add(
            TimingRows.sumWithRate(
                crew.system().label(),
                "scaling-get+read",
                task,
                repetition,
                crew.measure(task, 0, clients)));
      }
    }
  }
}
