// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.remote.contender.Contender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures all contenders at all sizes. They take turns within each repetition, since a shared
 * machine changes its mind from second to second: what is compared was measured within the same
 * seconds.
 */
final class Contest {
  private static final List<Integer> WARM_UP_SIZES = List.of(1 << 10, 64 << 10, 1 << 20);

  private final RemotePlan plan;
  private final List<Contender> contenders;
  private final Progress progress;
  private final boolean many;
  private final List<Row> rows = new ArrayList<>();

  Contest(RemotePlan plan, List<Contender> contenders, Progress progress) {
    this(plan, true, contenders, progress);
  }

  /** {@code many}: whether many at once are measured too. */
  Contest(RemotePlan plan, boolean many, List<Contender> contenders, Progress progress) {
    this.plan = plan;
    this.many = many;
    this.contenders = contenders;
    this.progress = progress;
  }

  RemoteRows run() throws IOException {
    progress.say("warming up " + contenders.size() + " ways to fetch");
    for (int size : WARM_UP_SIZES) {
      warmUp(size);
    }
    for (int size : plan.sizesBytes()) {
      measure(size);
    }
    return new RemoteRows(rows);
  }

  /** Lets the compilers, here and in the nodes, see everything before anything counts. */
  private void warmUp(int size) throws IOException {
    load(size);
    for (Contender contender : contenders) {
      Cell cell = new Cell(contender, size, plan.warmUpNs() / 2, 0);
      cell.single(single(size));
      if (many) {
        cell.many(RemotePlan.objects(size));
      }
    }
  }

  private void load(int size) throws IOException {
    for (Contender contender : contenders) {
      contender.load(size, many ? RemotePlan.objects(size) : single(size));
    }
  }

  /** What was just put is still being announced, and compilers see another size: both first. */
  private void measure(int size) throws IOException {
    warmUp(size);
    for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
      progress.say(
          "%s, repetition %d of %d".formatted(Units.size(size), repetition, plan.repetitions()));
      for (Contender contender : contenders) {
        rows.add(cell(contender, size, repetition).single(single(size)));
      }
      if (many) {
        for (Contender contender : contenders) {
          rows.add(cell(contender, size, repetition).many(RemotePlan.objects(size)));
        }
      }
    }
  }

  private int single(int size) {
    return many ? RemotePlan.single(size) : RemotePlan.few(size);
  }

  private Cell cell(Contender contender, int size, int repetition) {
    return new Cell(contender, size, plan.cellNs(), repetition);
  }
}
