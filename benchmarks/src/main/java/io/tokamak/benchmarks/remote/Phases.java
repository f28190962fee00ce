// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.TransferInfo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Where the time of fetches goes, by the records of their transfers. */
final class Phases {
  private static final int MOST_FETCHES = 60;
  private static final int FEWEST_FETCHES = 5;
  private static final int HUNDREDTHS = 100;
  private static final double NANOS_PER_MICRO = 1e3;

  private final NodePair pair;
  private final String protocol;

  /** Empty: the protocol that is chosen. */
  Phases(NodePair pair, String protocol) {
    this.pair = pair;
    this.protocol = protocol;
  }

  /** Fetches objects that the far node has, one by one; the phases are means, in µs. */
  Row measure(int sizeBytes, long budgetNs, int repetition) {
    pair.load(sizeBytes, RemotePlan.few(sizeBytes));
    FetchOptions options = FetchOptions.within(Duration.ofSeconds(60)).protocol(protocol);
    int most = Math.min(pair.ids().size(), MOST_FETCHES);
    Map<String, Double> sums = new TreeMap<>();
    Histogram times = new Histogram(3);
    long startNs = System.nanoTime();
    int count = 0;
    while (count < most && (count < FEWEST_FETCHES || System.nanoTime() - startNs < budgetNs)) {
      TransferInfo how = fetch(count++, options);
      times.recordValue(how.total().toNanos() * HUNDREDTHS);
      how.phases()
          .forEach((phase, time) ->
              sums.merge(phase + "_us", time.toNanos() / NANOS_PER_MICRO, Double::sum));
    }
    pair.near().delete(pair.ids().subList(0, count));
    return row(sizeBytes, count, repetition, times, sums);
  }

  private TransferInfo fetch(int index, FetchOptions options) {
    try {
      FetchResult result =
          pair.near().cluster().fetch(List.of(pair.ids().get(index)), options).getFirst();
      if (result instanceof FetchResult.Arrived arrived) {
        return arrived.how();
      }
      throw new BenchException("not fetched, but " + result);
    } catch (InterruptedException e) {
      throw NodePair.interrupted(e);
    }
  }

  private Row row(
      int sizeBytes, int count, int repetition, Histogram times, Map<String, Double> sums) {
    String system = "tokamak-" + pair.label() + "-" + (protocol.isEmpty() ? "chosen" : protocol);
    Row row =
        Row.of(system, "profile", sizeBytes, 1, pair.ids().size(), count, repetition, times, 0);
    for (Map.Entry<String, Double> sum : sums.entrySet()) {
      row = row.with(sum.getKey(), sum.getValue() / count);
    }
    return row;
  }
}
