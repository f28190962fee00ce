// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.harness.Verdict;
import io.tokamak.benchmarks.local.LocalBench;
import io.tokamak.benchmarks.remote.RemoteBench;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the project promises of speed, judged by the rows of the same run: no charts of its own. */
final class PromisesFigure {
  private static final String RDMA = Looks.fetching("ucx", "");

  private final Measured all;
  private final Map<String, String> machine;

  PromisesFigure(Measured all, Map<String, String> machine) {
    this.all = all;
    this.machine = machine;
  }

  Figure figure() {
    return new Figure(
        "promises",
        "What the project promises",
        "the project's own",
        "Limits that were set before anything was measured, and that bench local --bars and bench remote --bars hold each"
            + " commit to. Here all of them are judged by the numbers of one run. A quick look does not measure what takes a minute of"
            + " its own, and says so.",
        List.of(),
        claims(),
        "By the medians of the repetitions. Chosen: the protocol that the node chose by the costs it measured. Raw socket: one"
            + " blocking socket with large buffers that answers from memory, without directory, checksum and store; where it did not"
            + " reach a limit itself, no fetch over TCP could, and the verdict says so.");
  }

  private List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    LocalBench.judge(all.rows()).forEach(bar -> claims.add(claim("Within one machine", bar)));
    RemoteBench.judge(remoteRows()).forEach(bar -> claims.add(claim("Fetching", bar)));
    for (String what : LocalBench.unjudged(all.rows())) {
      claims.add(Claim.untested("Within one machine: " + what + ".", "Not measured in this run."));
    }
    if (all.rows().stream().noneMatch(row -> row.system().startsWith(RDMA))) {
      claims.add(Findings.withoutRdma("Fetching over RDMA: what is promised of it.", machine));
    }
    return claims;
  }

  /** As they are called where they are judged. */
  private List<Row> remoteRows() {
    return all.where(row -> !row.system().equals("redis")).rows().stream()
        .map(row ->
            row.system().equals(Looks.REDIS_OVER_TCP) ? row.named("redis", row.operation()) : row)
        .toList();
  }

  private static Claim claim(String where, Bar bar) {
    return new Claim(
        "%s, %s: %s %s%s."
            .formatted(
                where,
                bar.name(),
                bar.atLeast() ? "at least" : "at most",
                Units.significant(bar.required()),
                bar.unit()),
        outcome(bar.verdict()),
        "Measured %s%s (%s)."
            .formatted(Units.significant(bar.measured()), bar.unit(), bar.grounds()));
  }

  private static Outcome outcome(Verdict verdict) {
    return switch (verdict) {
      case MET -> Outcome.HOLDS;
      case MISSED -> Outcome.FAILS;
      case OUT_OF_REACH -> Outcome.OUT_OF_REACH;
    };
  }
}
