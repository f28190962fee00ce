// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.Histogram;

/**
 * The clock around the operations. An operation that takes less than a microsecond is timed in
 * batches of about {@link #BATCH_NS}, since reading the clock takes some tens of nanoseconds; a
 * batch counts as one value, its mean. Values are written down one after the other and sorted
 * later. For one thread.
 */
final class Sampler {
  static final long BATCH_NS = 20_000;

  private static final int MOST_VALUES = 1 << 19;
  private static final int FEWEST_VALUES = 3;
  private static final int LONGEST_BATCH = 2048;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long[] hundredths = new long[MOST_VALUES];
  private int values;
  private long operations;
  private long timedNs;
  private long allocatedBytes;
  private long startNs;
  private long endNs;

  /** Forgets everything and starts the time. */
  void start() {
    values = 0;
    operations = 0;
    timedNs = 0;
    allocatedBytes = 0;
    startNs = System.nanoTime();
    endNs = startNs;
  }

  /** Runs one batch and notes its time. */
  void sample(Run run, Keys keys, int from, int count) throws IOException {
    long before = System.nanoTime();
    run.over(keys, from, count);
    endNs = System.nanoTime();
    long tookNs = endNs - before;
    hundredths[values++] = tookNs * 100 / count;
    operations += count;
    timedNs += tookNs;
  }

  /** Samples batch after batch, the keys round and round, until the time is up. */
  void sampleFor(long budgetNs, Run run, Keys keys, int batch) throws IOException {
    long allocatedBefore = threads.getCurrentThreadAllocatedBytes();
    int position = 0;
    while (!isOver(budgetNs)) {
      sample(run, keys, position, batch);
      position += batch;
      if (position + batch > keys.count()) {
        position = 0;
      }
    }
    allocatedBytes += threads.getCurrentThreadAllocatedBytes() - allocatedBefore;
  }

  /** Samples all keys once, in batches; a rest shorter than a batch is run and not timed. */
  void sampleAll(Run run, Keys keys, int batch) throws IOException {
    int position = 0;
    while (position + batch <= keys.count() && values < MOST_VALUES) {
      sample(run, keys, position, batch);
      position += batch;
    }
    if (position < keys.count()) {
      run.over(keys, position, keys.count() - position);
    }
  }

  boolean isOver(long budgetNs) {
    return values == MOST_VALUES || (values >= FEWEST_VALUES && endNs - startNs >= budgetNs);
  }

  /** How many operations make a batch worth timing, going by what was sampled. */
  int batch() {
    long meanNs = operations == 0 ? BATCH_NS : Math.max(1, timedNs / operations);
    return meanNs >= 1000 ? 1 : (int) Math.min(LONGEST_BATCH, BATCH_NS / meanNs);
  }

  /** What was sampled. */
  Timings timings() {
    Histogram histogram = Timings.newHistogram();
    for (int i = 0; i < values; i++) {
      histogram.recordValue(hundredths[i]);
    }
    return new Timings(operations, timedNs, endNs - startNs, allocatedBytes, histogram);
  }
}
