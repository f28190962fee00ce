// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.local.worker.Timings;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One repetition of one cell.
 *
 * @param system which system
 * @param operation put, get, get+read, contains, delete
 * @param sizeBytes bytes of an object
 * @param clients client processes at once
 * @param objects how many different objects were used
 * @param operations n, all clients together
 * @param repetition rep, from 1
 * @param p50Micros median time of one operation
 * @param p99Micros 99th percentile; of batch means where operations were timed in batches
 * @param megabytesPerSecond of all clients together; 0 for operations that move no value
 */
public record Row(
    SystemName system,
    String operation,
    int sizeBytes,
    int clients,
    int objects,
    long operations,
    int repetition,
    double p50Micros,
    double p99Micros,
    double megabytesPerSecond) {

  /** Adds the clients up. */
  static Row of(
      SystemName system,
      String operation,
      int sizeBytes,
      int objects,
      int repetition,
      List<Timings> byClient) {
    Histogram all = new Histogram(3);
    byClient.forEach(each -> all.add(each.hundredths()));
    long count = byClient.stream().mapToLong(Timings::operations).sum();
    double speed = byClient.stream().mapToDouble(each -> each.megabytesPerSecond(sizeBytes)).sum();
    boolean movesValue = !operation.equals("delete") && !operation.equals("contains");
    return new Row(
        system,
        operation,
        sizeBytes,
        byClient.size(),
        objects,
        count,
        repetition,
        all.getValueAtPercentile(50) / 1e5,
        all.getValueAtPercentile(99) / 1e5,
        movesValue ? speed : 0);
  }
}
