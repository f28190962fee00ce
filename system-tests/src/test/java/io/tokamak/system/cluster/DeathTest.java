// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.client.TransferInfo;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.TransferState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nodes that are killed in the middle of something. */
final class DeathTest {
  /** So slow that there is time to kill somebody. */
  private static final String SLOW = "socket4k";

  private static final long LARGE = 96 << 20;

  private static CompletableFuture<List<FetchResult>> fetchSlowly(ClusterNode reader, ObjectId id) {
    return reader
        .client()
        .cluster()
        .fetchAsync(List.of(id), FetchOptions.within(ClusterNode.PATIENCE).protocol(SLOW));
  }

  /** The node that the bytes come from, once they come. */
  private static NodeId awaitSource(ClusterNode reader, ObjectId id) {
    return Soon.await("a transfer of " + id, ClusterNode.PATIENCE)
        .until(
            () ->
                reader.client().cluster().transfers(10).stream()
                    .filter(transfer -> isMoving(transfer, id))
                    .map(TransferInfo::peer)
                    .findFirst()
                    .orElse(null),
            peer -> peer != null);
  }

  private static boolean isMoving(TransferInfo transfer, ObjectId id) {
    return transfer.id().equals(id)
        && transfer.incoming()
        && transfer.state() == TransferState.RUNNING;
  }

  @Test
  void shouldTakeTheOtherHolderWhenOneIsKilledInMidTransfer() {
    try (TestCluster cluster = new TestCluster("--fabrics", "tcp")) {
      ClusterNode reader = cluster.start("reader");
      ClusterNode first = cluster.start("first");
      ClusterNode second = cluster.start("second");
      ObjectId id = first.put(LARGE);
      assertThat(join(fetchQuickly(second, id))).matches(FetchResult::isThere);

      CompletableFuture<List<FetchResult>> fetch = fetchSlowly(reader, id);
      NodeId source = awaitSource(reader, id);
      (source.equals(reader.view(first).id()) ? first : second).kill();

      assertThat(join(fetch)).isInstanceOf(FetchResult.Arrived.class);
      assertThat(reader.isIntact(id)).isTrue();
      reader.awaitNodes(2);
    }
  }

  private static CompletableFuture<List<FetchResult>> fetchQuickly(ClusterNode at, ObjectId id) {
    return at.client().cluster().fetchAsync(List.of(id), FetchOptions.within(ClusterNode.PATIENCE));
  }

  private static FetchResult join(CompletableFuture<List<FetchResult>> fetch) {
    return fetch.join().getFirst();
  }

  @Test
  void shouldLetGoOfWhatAKilledRequesterFetched() {
    try (TestCluster cluster = new TestCluster("--fabrics", "tcp")) {
      ClusterNode holder = cluster.start("holder");
      ClusterNode requester = cluster.start("requester");
      ObjectId id = holder.put(LARGE);
      var _ = fetchSlowly(requester, id);
      Soon.await("a pin", ClusterNode.PATIENCE)
          .until(() -> holder.client().info(id).orElseThrow().pins() == 1);
      requester.kill();

      Soon.await("no pin", ClusterNode.PATIENCE)
          .until(() -> holder.client().info(id).orElseThrow().pins() == 0);
      assertThat(holder.counter("pins")).isZero();
      holder.awaitNodes(1);
    }
  }

  @Test
  void shouldFetchFromANodeThatStartedAgain() throws InterruptedException {
    try (TestCluster cluster = new TestCluster()) {
      ClusterNode reader = cluster.start("reader");
      ClusterNode holder = cluster.start("holder");
      ObjectId lost = holder.put(1000);
      NodeId before = reader.view(holder).id();
      for (boolean killed : new boolean[] {true, false}) {
        if (killed) {
          holder.kill();
        } else {
          assertThat(holder.stop()).isZero();
        }
        holder.restart();
        holder.awaitNodes(2);
        ObjectId id = holder.put(100_000);
        assertThat(reader.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
        assertThat(reader.isIntact(id)).isTrue();
        assertThat(reader.view(holder).id().node()).isEqualTo(before.node());
        assertThat(reader.view(holder).id().epoch()).isGreaterThan(before.epoch());
      }
      assertThat(reader.fetch(lost, Duration.ofMillis(500))).isInstanceOf(FetchResult.Failed.class);
    }
  }

  @Test
  void shouldGoOnWhenTheHostOfTheDirectoryWasKilledAndIsBack() throws InterruptedException {
    try (TestCluster cluster = new TestCluster()) {
      ClusterNode host = cluster.start("host");
      ClusterNode holder = cluster.start("holder");
      ClusterNode reader = cluster.start("reader");
      ObjectId before = holder.put(10_000);
      host.kill();
      Soon.await("the host is missed", ClusterNode.PATIENCE)
          .until(() -> !reader.client().cluster().status().directory().reachable());
      ObjectId meanwhile = holder.put(20_000);
      assertThat(holder.isIntact(meanwhile)).isTrue();

      host.restart();
      for (ObjectId id : List.of(before, meanwhile)) {
        assertThat(reader.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
        assertThat(reader.isIntact(id)).isTrue();
        assertThat(host.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
      }
    }
  }
}
