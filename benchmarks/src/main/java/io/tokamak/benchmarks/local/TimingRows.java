// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.worker.Task;
import io.tokamak.benchmarks.local.worker.Timings;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Rows of what client processes measured at once. */
final class TimingRows {
  private TimingRows() {}

  /** Adds the clients up. */
  static Row sum(
      String system, String operation, Task task, int repetition, List<Timings> byClient) {
    Histogram all = new Histogram(3);
    byClient.forEach(each -> all.add(each.hundredths()));
    long count = byClient.stream().mapToLong(Timings::operations).sum();
    int size = task.sizeBytes();
    double speed = byClient.stream().mapToDouble(each -> each.megabytesPerSecond(size)).sum();
    boolean movesValue = !operation.equals("delete") && !operation.equals("contains");
    return Row.of(
        system,
        operation,
        size,
        byClient.size(),
        task.objects(),
        count,
        repetition,
        all,
        movesValue ? speed : 0);
  }

  /** The same of actions with one result for each client, with the rate of all together. */
  static Row sumWithRate(
      String system, String operation, Task task, int repetition, List<List<Timings>> byClient) {
    List<Timings> firsts = byClient.stream().map(List::getFirst).toList();
    double rate = firsts.stream().mapToDouble(Timings::operationsPerSecond).sum();
    return sum(system, operation, task, repetition, firsts).with("ops_per_s", rate);
  }
}
