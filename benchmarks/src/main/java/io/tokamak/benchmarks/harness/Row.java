// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

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
    String system,
    String operation,
    int sizeBytes,
    int clients,
    int objects,
    long operations,
    int repetition,
    double p50Micros,
    double p99Micros,
    double megabytesPerSecond) {
  private static final double HUNDREDTHS_PER_MICRO = 1e5;

  /**
   * A row of what was recorded.
   *
   * @param hundredths time of one operation in hundredths of a nanosecond
   */
  public static Row of(
      String system,
      String operation,
      int sizeBytes,
      int clients,
      int objects,
      long operations,
      int repetition,
      Histogram hundredths,
      double megabytesPerSecond) {
    return new Row(
        system,
        operation,
        sizeBytes,
        clients,
        objects,
        operations,
        repetition,
        hundredths.getValueAtPercentile(50) / HUNDREDTHS_PER_MICRO,
        hundredths.getValueAtPercentile(99) / HUNDREDTHS_PER_MICRO,
        megabytesPerSecond);
  }
}
