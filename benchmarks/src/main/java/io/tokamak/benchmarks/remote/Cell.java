// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.remote.contender.Contender;
import java.io.IOException;
import org.HdrHistogram.Histogram;

/** Measures one contender at one size, for a while. */
final class Cell {
  private static final int DIGITS = 3;
  private static final int HUNDREDTHS = 100;

  private final Contender contender;
  private final int sizeBytes;
  private final long budgetNs;
  private final int repetition;

  Cell(Contender contender, int sizeBytes, long budgetNs, int repetition) {
    this.contender = contender;
    this.sizeBytes = sizeBytes;
    this.budgetNs = budgetNs;
    this.repetition = repetition;
  }

  /** One object after the other; each is timed. */
  Row single(int objects) throws IOException {
    Histogram times = new Histogram(DIGITS);
    long count = 0;
    long timedNs = 0;
    while (count == 0 || timedNs < budgetNs) {
      int done = 0;
      while (done < objects && (count == 0 || timedNs < budgetNs)) {
        long before = System.nanoTime();
        contender.fetch(done);
        long tookNs = System.nanoTime() - before;
        times.recordValue(tookNs * HUNDREDTHS);
        timedNs += tookNs;
        done++;
        count++;
      }
      contender.forget(0, done);
    }
    return row(contender.operation(), objects, count, times, timedNs);
  }

  /** All at once; the time of one is that of all by their number. */
  Row many(int objects) throws IOException {
    Histogram times = new Histogram(DIGITS);
    long count = 0;
    long timedNs = 0;
    while (count == 0 || timedNs < budgetNs) {
      long before = System.nanoTime();
      contender.fetchAll(0, objects);
      long tookNs = System.nanoTime() - before;
      times.recordValue(tookNs * HUNDREDTHS / objects);
      timedNs += tookNs;
      count += objects;
      contender.forget(0, objects);
    }
    return row(contender.operation() + RemoteRows.MANY, objects, count, times, timedNs);
  }

  private Row row(String operation, int objects, long count, Histogram times, long timedNs) {
    double megabytesPerSecond = (double) count * sizeBytes / timedNs * 1000;
    return contender.noted(
        Row.of(
            contender.system(),
            operation,
            sizeBytes,
            1,
            objects,
            count,
            repetition,
            times,
            megabytesPerSecond));
  }
}
