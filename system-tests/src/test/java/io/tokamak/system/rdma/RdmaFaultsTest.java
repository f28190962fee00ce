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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to devices, cables and processes while nodes speak RDMA. */
@Tag("rdma")
final class RdmaFaultsTest {
  private static final int LARGE = 24 << 20;
  private static final long SOME_PACKETS = 300;
  private static final Duration A_WHILE = Duration.ofSeconds(30);
  private static final long PAUSE_NS = 2_000_000_000;

  /** Over TCP as long as it lasts, which goes another way in the guest. */
  @Test
  void shouldTakeTheNextFabricUntilTheLinkIsUpAgain() throws Exception {
    try (RdmaPair pair = new RdmaPair()) {
      assertArrivesOver("ucx", pair);
      try (Cable pulled = Cable.pull()) {
        pair.awaitWay("tcp");
        assertArrivesOver("tcp", pair);
      }
      pair.awaitWay("ucx");
      assertArrivesOver("ucx", pair);
    }
  }

  private static void assertArrivesOver(String fabric, RdmaPair pair) throws InterruptedException {
    ObjectId id = pair.holder().put(100_000);
    assertThat(pair.fetch(id).fabric()).isEqualTo(fabric);
    assertThat(pair.reader().isIntact(id)).isTrue();
  }

  /** The card of a dead process answers nobody; whoever reads hears of it and keeps nothing. */
  @Test
  void shouldOutliveAHolderThatIsKilledInMidRead() throws Exception {
    try (RdmaPair pair = new RdmaPair()) {
      ObjectId id = pair.holder().put(LARGE);
      CompletableFuture<List<FetchResult>> fetch = readDirectly(pair, id, pair.copy(id));
      pair.holder().kill();

      assertThat(fetch.join()).allMatch(FetchResult.Failed.class::isInstance);
      for (String what : List.of("incoming", "landings", "operations", "flight-bytes")) {
        assertThat(pair.reader().counter(what)).as(what).isZero();
      }
      pair.holder().restart();
      pair.awaitWay("ucx");
      assertArrivesOver("ucx", pair);
    }
  }

  /** Begins to read and returns when bytes are on their way. */
  private static CompletableFuture<List<FetchResult>> readDirectly(
      RdmaPair pair, ObjectId id, ObjectCopy copy) {
    FetchOptions options = FetchOptions.within(A_WHILE).protocol("direct").hints(List.of(copy));
    VerbsDevice.Counters before = RdmaPair.HOLDERS.counters();
    CompletableFuture<List<FetchResult>> fetch =
        pair.reader().client().cluster().fetchAsync(List.of(id), options);
    Soon.await("bytes on their way", ClusterNode.PATIENCE)
        .until(() -> RdmaPair.HOLDERS.counters().since(before, "sent_pkts") > SOME_PACKETS);
    return fetch;
  }

  /** At its address there is another life of it, and other objects where the old ones were. */
  @Test
  void shouldNotReadWhereAnEarlierLifeHadTheObject() throws Exception {
    try (RdmaPair pair = new RdmaPair()) {
      ObjectId old = pair.holder().put(100_000);
      ObjectCopy copy = pair.copy(old);
      assertArrivesOver("ucx", pair);
      assertThat(pair.holder().stop()).isZero();
      pair.holder().restart();
      pair.awaitWay("ucx");
      for (int i = 0; i < 10; i++) {
        assertArrivesOver("ucx", pair);
      }

      FetchOptions options = FetchOptions.within(Duration.ofSeconds(5)).protocol("direct");
      assertThat(pair.reader().fetch(old, options.hints(List.of(copy))))
          .isInstanceOf(FetchResult.Failed.class);
      assertThat(pair.reader().client().contains(old)).isFalse();
    }
  }

  /** As long as a collection of garbage can take. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoOnAfterAPause(boolean ofReader) throws Exception {
    try (RdmaPair pair = new RdmaPair()) {
      assertArrivesOver("ucx", pair);
      pause(ofReader ? pair.reader() : pair.holder());

      ObjectId id = pair.holder().put(100_000);
      pair.fetch(id);
      assertThat(pair.reader().isIntact(id)).isTrue();
      pair.awaitWay("ucx");
      assertArrivesOver("ucx", pair);
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
