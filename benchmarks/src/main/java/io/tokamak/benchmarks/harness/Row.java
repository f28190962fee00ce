// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.harness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One repetition of one cell.
 *
 * @param system which system
 * @param operation put, get, get+read, contains, delete, fetch
 * @param sizeBytes bytes of an object
 * @param nodes how many nodes took part
 * @param clients client processes at once
 * @param inFlight how many operations each client has under way
 * @param objects how many different objects were used
 * @param operations n, all clients together
 * @param repetition rep, from 1
 * @param p50Micros median time of one operation
 * @param p99Micros 99th percentile; of batch means where operations were timed in batches
 * @param megabytesPerSecond of all clients together; 0 for operations that move no value
 * @param more figures of certain operations, each with its unit in its name, such as {@code
 *     wire_us}
 */
public record Row(
    String system,
    String operation,
    int sizeBytes,
    int nodes,
    int clients,
    int inFlight,
    int objects,
    long operations,
    int repetition,
    double p50Micros,
    double p99Micros,
    double megabytesPerSecond,
    Map<String, Double> more) {
  private static final double HUNDREDTHS_PER_MICRO = 1e5;

  /** Copies the map, in its order. */
  public Row {
    more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
  }

  /** A row of one node, or of one that serves one other, with one operation at a time. */
  public Row(
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
    this(
        system,
        operation,
        sizeBytes,
        1,
        clients,
        1,
        objects,
        operations,
        repetition,
        p50Micros,
        p99Micros,
        megabytesPerSecond,
        Map.of());
  }

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

  /** The same with so many nodes and operations under way. */
  public Row among(int newNodes, int newInFlight) {
    return new Row(
        system,
        operation,
        sizeBytes,
        newNodes,
        clients,
        newInFlight,
        objects,
        operations,
        repetition,
        p50Micros,
        p99Micros,
        megabytesPerSecond,
        more);
  }

  /** The same under another name. */
  public Row named(String newSystem, String newOperation) {
    return new Row(
        newSystem,
        newOperation,
        sizeBytes,
        nodes,
        clients,
        inFlight,
        objects,
        operations,
        repetition,
        p50Micros,
        p99Micros,
        megabytesPerSecond,
        more);
  }

  /** The same with one more figure. */
  public Row with(String name, double value) {
    Map<String, Double> all = new LinkedHashMap<>(more);
    all.put(name, value);
    return new Row(
        system,
        operation,
        sizeBytes,
        nodes,
        clients,
        inFlight,
        objects,
        operations,
        repetition,
        p50Micros,
        p99Micros,
        megabytesPerSecond,
        all);
  }
}
