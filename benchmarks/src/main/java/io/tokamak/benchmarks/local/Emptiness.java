// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.worker.Action;
import io.tokamak.benchmarks.local.worker.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the harness takes itself: operations that do nothing, in batches and one by one. */
final class Emptiness {
  private static final long KEYS = 13;

  private Emptiness() {}

  static List<Row> measure(Server node, Plan plan, Path directory) {
    List<Row> rows = new ArrayList<>();
    Task task =
        new Task(Action.NOTHING, KEYS, Plan.FEW_OBJECTS, Plan.SMALLEST_BYTES, plan.cellNs() * 2, 1);
    try (Crew crew = new Crew(node, 1, false, directory)) {
      for (Action action : List.of(Action.NOTHING, Action.NOTHING_SINGLY)) {
        for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
          rows.add(
              TimingRows.sumWithRate(
                  "harness",
                  action.label(),
                  task.withAction(action),
                  repetition,
                  crew.measure(task.withAction(action))));
        }
      }
    }
    return rows;
  }
}
