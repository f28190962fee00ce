// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.FetchResult.Arrived;
import io.tokamak.client.FetchResult.Failed;
import io.tokamak.client.NodeId;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.TransferInfo;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Fetches to the node of one rank, so many objects by each call, and keeps the times. */
final class Fetcher {
  private static final int DIGITS = 3;
  private static final FetchOptions OPTIONS = FetchOptions.within(Duration.ofSeconds(30));

  private final ObjectStoreClient client;
  private final List<ObjectId> wanted;
  private final Set<NodeId> holders;
  private final int inFlight;
  private final Histogram times = new Histogram(DIGITS);
  private final Map<String, Long> ways = new TreeMap<>();
  private long objects;
  private long bytes;
  private long timedNs;
  private long longestNs;

  /**
   * For one cell.
   *
   * @param wanted what to fetch in each round; may be nothing
   * @param holders the nodes that have it from the beginning
   * @param inFlight how many objects each call asks for
   */
  Fetcher(ObjectStoreClient client, List<ObjectId> wanted, Set<NodeId> holders, int inFlight) {
    this.client = client;
    this.wanted = wanted;
    this.holders = holders;
    this.inFlight = inFlight;
  }

  List<ObjectId> wanted() {
    return wanted;
  }

  /** Fetches everything once; returns how long that took. */
  long round() throws InterruptedException {
    long begin = System.nanoTime();
    long before = begin;
    for (int from = 0; from < wanted.size(); from += inFlight) {
      List<ObjectId> some = wanted.subList(from, Math.min(from + inFlight, wanted.size()));
      List<FetchResult> results = client.cluster().fetch(some, OPTIONS);
      long now = System.nanoTime();
      times.recordValue(now - before);
      results.forEach(this::count);
      before = System.nanoTime();
    }
    long tookNs = System.nanoTime() - begin;
    timedNs += wanted.isEmpty() ? 0 : tookNs;
    return wanted.isEmpty() ? 0 : tookNs;
  }

  private void count(FetchResult result) {
    switch (result) {
      case Arrived(TransferInfo how) -> {
        objects++;
        bytes += how.bytes();
        String from = holders.contains(how.peer()) ? "" : " relayed";
        ways.merge(how.fabric() + " " + how.protocol() + from, 1L, Long::sum);
      }
      case Failed failed ->
          throw new BenchException("fetch of " + failed.id() + " failed: " + failed.why());
      default -> throw new BenchException("what was to be fetched was here: " + result);
    }
  }

  /** The slowest rank took so long for the last round. */
  void roundTook(long slowestNs) {
    longestNs += slowestNs;
  }

  /** Drops what was fetched, and has the others know. */
  void forget() throws InterruptedException {
    if (!wanted.isEmpty()) {
      client.delete(wanted);
    }
  }

  Share share() {
    return new Share(objects, bytes, timedNs, longestNs, times, spaceless());
  }

  private Map<String, Long> spaceless() {
    Map<String, Long> all = new TreeMap<>();
    ways.forEach((way, count) -> all.put(way.replace(' ', '/'), count));
    return all;
  }
}
