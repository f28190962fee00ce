// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.remote.contender.Contender;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.ObjectCopy;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Fetching with Tokamak, by one protocol or by the one it chooses. */
final class Fetching implements Contender {
  /** In the order of their numbers in results. */
  static final List<String> PROTOCOLS =
      List.of("socket4k", "socket", "eager", "rendezvous", "direct");

  /** In results: the number of the protocol that was chosen. */
  static final String PROTOCOL = "protocol";

  private static final FetchOptions OPTIONS = FetchOptions.within(Duration.ofSeconds(60));

  private final NodePair pair;
  private final String protocol;
  private final boolean located;
  private List<FetchOptions> single = List.of();
  private List<List<ObjectId>> ids = List.of();
  private String used = "";

  /**
   * A way to fetch.
   *
   * @param protocol empty: the chosen one
   * @param located whether it is told where the objects are
   */
  private Fetching(NodePair pair, String protocol, boolean located) {
    this.pair = pair;
    this.protocol = protocol;
    this.located = located;
  }

  /** By the protocol that the node chooses. */
  static Contender chosen(NodePair pair) {
    return new Fetching(pair, "", false);
  }

  /** All ways to fetch from one node to the other. */
  static List<Contender> all(NodePair pair) {
    List<Contender> all = new ArrayList<>();
    PROTOCOLS.forEach(protocol -> all.add(new Fetching(pair, protocol, false)));
    all.add(chosen(pair));
    all.add(new Fetching(pair, "", true));
    if (pair.mayBeRdma()) {
      all.add(new Fetching(pair, "rendezvous", true));
      all.add(new Fetching(pair, "direct", true));
    }
    return all;
  }

  @Override
  public String system() {
    return "tokamak-" + pair.label() + "-" + (protocol.isEmpty() ? "chosen" : protocol);
  }

  @Override
  public String operation() {
    return located ? "fetch-located" : "fetch";
  }

  @Override
  public void load(int sizeBytes, int objects) {
    pair.load(sizeBytes, objects);
    ids = pair.ids().stream().map(List::of).toList();
    single = pair.copies().stream().map(copy -> options(List.of(copy))).toList();
  }

  private FetchOptions options(List<ObjectCopy> copies) {
    FetchOptions options = OPTIONS.protocol(protocol);
    return located ? options.hints(copies) : options;
  }

  @Override
  public void fetch(int index) {
    fetch(ids.get(index), single.get(index));
  }

  @Override
  public void fetchAll(int from, int count) {
    List<ObjectCopy> copies = pair.copies().subList(from, from + count);
    fetch(pair.ids().subList(from, from + count), options(copies));
  }

  private void fetch(List<ObjectId> wanted, FetchOptions options) {
    try {
      for (FetchResult result : pair.near().cluster().fetch(wanted, options)) {
        require(result);
      }
    } catch (InterruptedException e) {
      throw NodePair.interrupted(e);
    }
  }

  /** One that was there already would cost nothing, and look wonderful. */
  private void require(FetchResult result) {
    if (!(result instanceof FetchResult.Arrived arrived)) {
      throw new BenchException(system() + " did not fetch, it found " + result);
    }
    used = arrived.how().protocol();
  }

  @Override
  public Row noted(Row row) {
    return protocol.isEmpty() ? row.with(PROTOCOL, PROTOCOLS.indexOf(used)) : row;
  }

  @Override
  public void forget(int from, int count) {
    pair.near().delete(pair.ids().subList(from, from + count));
  }

  @Override
  public void close() {
    // The pair is closed by who made it.
  }
}
