// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.ObjectCopy;
import io.tokamak.system.cluster.ClusterNode;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to devices, cables and processes while nodes speak RDMA. */
@Tag("rdma")
final class RdmaFaultsTest {
  /** Of which a device can read a tenth of a second at least. */
  private static final int LARGE = 96 << 20;

  private static final long SOME_PACKETS = 300;
  private static final Duration A_WHILE = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 5;
  private static final long PAUSE_NS = 2_000_000_000;

  /** Over TCP as long as it lasts, which goes another way in the guest. */
  @Test
  void shouldTakeTheNextFabricUntilTheLinkIsUpAgain() throws Exception {
    try (RdmaPair pair = new RdmaPair()) {
      awaitArrivalOver("ucx", pair);
      try (Cable pulled = Cable.pull()) {
        pair.awaitWay("tcp");
        awaitArrivalOver("tcp", pair);
      }
      pair.awaitWay("ucx");
      awaitArrivalOver("ucx", pair);
    }
  }

  /** A machine that stops for a while may lose a way once more; then it comes back. */
  private static void awaitArrivalOver(String fabric, RdmaPair pair) {
    Soon.await("an object that comes over " + fabric, ClusterNode.PATIENCE)
        .until(() -> fetchOne(pair), fabric::equals);
  }

  /** Brings one more object, and says over which fabric it came. */
  private static String fetchOne(RdmaPair pair) throws InterruptedException {
    ObjectId id = pair.holder().put(100_000);
    String fabric = pair.fetch(id).fabric();
    assertThat(pair.reader().isIntact(id)).isTrue();
    return fabric;
  }

  /**
   * The card of a dead process answers nobody: whoever reads hears of it and keeps nothing. Then
   * there is another life of it at its address, with other objects where the old ones were.
   */
  @Test
  void shouldOutliveAHolderThatIsKilledInMidReadAndComesBack() throws Exception {
    try (RdmaPair pair = new RdmaPair("--memory", "128m")) {
      Interrupted read = readAndKill(pair);
      for (int attempt = 1; read.wasTooFast() && attempt < ATTEMPTS; attempt++) {
        pair.reader().client().delete(List.of(read.id()));
        pair.holder().restart();
        pair.awaitWay("ucx");
        read = readAndKill(pair);
      }

      assertThat(read.results()).allMatch(FetchResult.Failed.class::isInstance);
      for (String what : List.of("incoming", "landings", "operations", "flight-bytes")) {
        Soon.await("no more " + what, ClusterNode.PATIENCE)
            .until(() -> pair.reader().counter(what) == 0);
      }
      pair.holder().restart();
      pair.awaitWay("ucx");
      for (int i = 0; i < 10; i++) {
        awaitArrivalOver("ucx", pair);
      }
      FetchOptions options = FetchOptions.within(Duration.ofSeconds(5)).protocol("direct");
      assertThat(pair.reader().fetch(read.id(), options.hints(List.of(read.copy()))))
          .isInstanceOf(FetchResult.Failed.class);
      assertThat(pair.reader().client().contains(read.id())).isFalse();
    }
  }

  /** A fetch of an object whose holder was killed meanwhile. */
  private record Interrupted(ObjectId id, ObjectCopy copy, List<FetchResult> results) {
    /** Or another way was taken, on a machine that is too busy. */
    boolean wasTooFast() {
      return results.stream().allMatch(FetchResult::isThere);
    }
  }

  private static Interrupted readAndKill(RdmaPair pair) throws Exception {
    ObjectId id = pair.holder().put(LARGE);
    ObjectCopy copy = pair.copy(id);
    CompletableFuture<List<FetchResult>> fetch = readDirectly(pair, id, copy);
    pair.holder().kill();
    return new Interrupted(id, copy, fetch.join());
  }

  /** Begins to read and returns when bytes are on their way. */
  private static CompletableFuture<List<FetchResult>> readDirectly(
      RdmaPair pair, ObjectId id, ObjectCopy copy) {
    FetchOptions options = FetchOptions.within(A_WHILE).protocol("direct").hints(List.of(copy));
    VerbsDevice.Counters before = RdmaPair.HOLDERS.counters();
    CompletableFuture<List<FetchResult>> fetch =
        pair.reader().client().cluster().fetchAsync(List.of(id), options);
    Soon.await("bytes on their way", ClusterNode.PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() ->
            fetch.isDone()
                || RdmaPair.HOLDERS.counters().since(before, "sent_pkts") > SOME_PACKETS);
    return fetch;
  }

  /** As long as a collection of garbage can take, of either. */
  @Test
  void shouldGoOnAfterPauses() throws Exception {
    try (RdmaPair pair = new RdmaPair()) {
      for (ClusterNode node : List.of(pair.holder(), pair.reader())) {
        awaitArrivalOver("ucx", pair);
        pause(node);
        assertThat(fetchOne(pair)).isNotEmpty();
        pair.awaitWay("ucx");
      }
      awaitArrivalOver("ucx", pair);
    }
  }

  private static void pause(ClusterNode node) {
    node.process().signal("STOP");
    long sinceNs = System.nanoTime();
    Soon.await("two seconds", ClusterNode.PATIENCE)
        .until(() -> System.nanoTime() - sinceNs > PAUSE_NS);
    node.process().signal("CONT");
  }
}
