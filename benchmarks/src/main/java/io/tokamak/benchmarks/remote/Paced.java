// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.remote.contender.Contender;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Fetches that begin by the clock and not when the last one is over, as those of a user who does
 * not care how the last one went. A fetch that had to wait for the one before began when it should
 * have: its time counts from there. Without that, one fetch of 10 ms would be one bad value, and
 * the hundred that could not begin meanwhile none at all.
 */
final class Paced {
  private static final int HUNDREDTHS = 100;
  private static final double HUNDREDTHS_PER_MICRO = 1e5;
  private static final Map<String, Double> PERCENTILES =
      new TreeMap<>(Map.of("p50", 50.0, "p90", 90.0, "p99", 99.0, "p999", 99.9, "max", 100.0));

  private final Contender contender;
  private final int sizeBytes;
  private final long budgetNs;

  Paced(Contender contender, int sizeBytes, long budgetNs) {
    this.contender = contender;
    this.sizeBytes = sizeBytes;
    this.budgetNs = budgetNs;
  }

  /** One fetch each {@code intervalNs}, of objects that were loaded. */
  Row run(long intervalNs, int objects, int loadPercent, int repetition) throws IOException {
    Histogram fromSchedule = new Histogram(3);
    Histogram fromStart = new Histogram(3);
    long count = 0;
    long startNs = System.nanoTime();
    long dueNs = startNs;
    long idleNs = 0;
    while (count == 0 || dueNs - startNs - idleNs < budgetNs) {
      int done = 0;
      while (done < objects && (count == 0 || dueNs - startNs - idleNs < budgetNs)) {
        awaitTime(dueNs);
        long beganNs = System.nanoTime();
        contender.fetch(done++);
        long endNs = System.nanoTime();
        fromSchedule.recordValue((endNs - dueNs) * HUNDREDTHS);
        fromStart.recordValue((endNs - beganNs) * HUNDREDTHS);
        dueNs += intervalNs;
        count++;
      }
      long beforeNs = System.nanoTime();
      contender.forget(0, done);
      long forgettingNs = System.nanoTime() - beforeNs;
      idleNs += forgettingNs;
      dueNs += forgettingNs;
    }
    return row(fromSchedule, fromStart, objects, count, repetition)
        .with("load_percent", loadPercent)
        .with("rate_per_s", 1e9 / intervalNs);
  }

  /** A clock that kept its processor to itself would be what the nodes wait for. */
  @SuppressWarnings("ThreadPriorityCheck") // as above
  private static void awaitTime(long atNs) {
    while (System.nanoTime() - atNs < 0) {
      Thread.yield();
    }
  }

  private Row row(
      Histogram fromSchedule, Histogram fromStart, int objects, long count, int repetition) {
    Row row =
        Row.of(
            contender.system(), "paced", sizeBytes, 1, objects, count, repetition, fromSchedule, 0);
    for (Map.Entry<String, Double> percentile : PERCENTILES.entrySet()) {
      double percent = percentile.getValue();
      row =
          row.with("due_" + percentile.getKey() + "_us", micros(fromSchedule, percent))
              .with("begun_" + percentile.getKey() + "_us", micros(fromStart, percent));
    }
    return row;
  }

  private static double micros(Histogram hundredths, double percent) {
    return hundredths.getValueAtPercentile(percent) / HUNDREDTHS_PER_MICRO;
  }
}
