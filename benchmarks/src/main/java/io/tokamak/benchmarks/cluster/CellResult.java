// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.cluster.Pattern.Stage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;

/**
 * What all ranks measured in one repetition of one cell.
 *
 * @param pattern who fetched from whom
 * @param stage which part of the pattern
 * @param sizeBytes of each object
 * @param inFlight objects that a rank asked for at once
 * @param objectsOfEach how many objects each rank held
 * @param repetition from 1
 * @param shares of each rank
 */
record CellResult(
    Pattern pattern,
    Stage stage,
    int sizeBytes,
    int inFlight,
    int objectsOfEach,
    int repetition,
    List<Share> shares) {
  private static final double BYTES_PER_NS_IN_MB_PER_S = 1e3;

  /** Copies the list. */
  CellResult {
    shares = List.copyOf(shares);
  }

  long objects() {
    return shares.stream().mapToLong(Share::objects).sum();
  }

  /** Of all ranks together: what they fetched in the time that the slowest took for each round. */
  double megabytesPerSecond() {
    long bytes = shares.stream().mapToLong(Share::bytes).sum();
    return bytes * BYTES_PER_NS_IN_MB_PER_S / Math.max(shares.getFirst().longestNs(), 1);
  }

  /** Of those that fetched, each alone, the slowest first. */
  double[] speeds() {
    return fetching().sorted().toArray();
  }

  private DoubleStream fetching() {
    return shares.stream()
        .filter(share -> share.objects() > 0)
        .mapToDouble(Share::megabytesPerSecond);
  }

  /** Of all calls of all ranks, in ns. */
  Histogram times() {
    Histogram all = new Histogram(shares.getFirst().times());
    all.reset();
    shares.forEach(share -> all.add(share.times()));
    return all;
  }

  /** How many objects came by which way. */
  Map<String, Long> ways() {
    Map<String, Long> ways = new TreeMap<>();
    shares.forEach(
        share -> share.ways().forEach((way, count) -> ways.merge(way, count, Long::sum)));
    return ways;
  }
}
