// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.remote.contender.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long fetches take when they begin at a rate that is a share of the fastest one. */
final class Loads {
  private static final int SIZE_BYTES = 1 << 10;
  private static final int NANOS_PER_MICRO = 1000;
  private static final int FULL = 100;

  private final RemoteFigurePlan plan;
  private final List<Contender> contenders;

  Loads(RemoteFigurePlan plan, List<Contender> contenders) {
    this.plan = plan;
    this.contenders = contenders;
  }

  List<Row> run() throws IOException {
    RemotePlan times = plan.comparison();
    List<Row> rows = new ArrayList<>();
    for (int repetition = 1; repetition <= times.repetitions(); repetition++) {
      for (Contender contender : contenders) {
        contender.load(SIZE_BYTES, RemotePlan.objects(SIZE_BYTES));
        int objects = RemotePlan.single(SIZE_BYTES);
        Row fastest = new Cell(contender, SIZE_BYTES, times.cellNs(), repetition).single(objects);
        for (int load : plan.loads()) {
          long intervalNs = (long) (fastest.p50Micros() * NANOS_PER_MICRO * FULL / load);
          Paced paced = new Paced(contender, SIZE_BYTES, 2 * times.cellNs());
          rows.add(paced.run(intervalNs, objects, load, repetition));
        }
      }
    }
    return rows;
  }
}
