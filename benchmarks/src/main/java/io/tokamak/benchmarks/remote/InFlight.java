// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.remote.contender.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How fast objects arrive when more of them are asked for at once. */
final class InFlight {
  private static final int SIZE_BYTES = 1 << 10;

  private final RemoteFigurePlan plan;
  private final List<Contender> contenders;

  InFlight(RemoteFigurePlan plan, List<Contender> contenders) {
    this.plan = plan;
    this.contenders = contenders;
  }

  List<Row> run() throws IOException {
    for (Contender contender : contenders) {
      contender.load(SIZE_BYTES, RemotePlan.objects(SIZE_BYTES));
    }
    List<Row> rows = new ArrayList<>();
    for (int repetition = 0; repetition <= plan.comparison().repetitions(); repetition++) {
      for (int count : plan.inFlight()) {
        for (Contender contender : contenders) {
          Row row = measure(contender, count, repetition);
          if (repetition > 0) {
            rows.add(row);
          }
        }
      }
    }
    return rows;
  }

  /** Repetition 0 warms up. */
  private Row measure(Contender contender, int count, int repetition) throws IOException {
    long budgetNs = plan.comparison().cellNs();
    Row row = new Cell(contender, SIZE_BYTES, budgetNs, repetition).many(count);
    return row.named(row.system(), "in-flight")
        .among(2, count)
        .with("ops_per_s", 1e6 / row.p50Micros());
  }
}
