// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One object goes to all nodes. */
final class BroadcastTest {
  private static final long LARGE = 96 << 20;
  private static final long MEDIUM = 24 << 20;
  private static final long SMALL = 1 << 20;

  private final List<ClusterNode> receivers = new ArrayList<>();

  private ClusterNode start(TestCluster cluster, int count) {
    ClusterNode source = cluster.start("source");
    for (int i = 0; i < count; i++) {
      receivers.add(cluster.start("receiver-" + i));
    }
    source.awaitNodes(count + 1);
    receivers.forEach(receiver -> receiver.awaitNodes(count + 1));
    return source;
  }

  private List<NodeId> ids(ClusterNode source) {
    return receivers.stream().map(receiver -> source.view(receiver).id()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm,tcp"})
  void shouldLeaveTheSourceTwice(String fabrics) throws InterruptedException {
    try (TestCluster cluster = new TestCluster("--fabrics", fabrics)) {
      ClusterNode source = start(cluster, 4);
      // First connections may take longer than a receiver waits at its parent, on a busy machine.
      broadcast(source, source.put(SMALL), ids(source));
      ObjectId id = source.put(MEDIUM);
      long sent = source.counter("bytes-out");

      List<FetchResult> results =
          source.client().cluster().broadcast(id, ids(source), ClusterNode.PATIENCE);

      assertThat(results).hasSize(4).allMatch(FetchResult.Arrived.class::isInstance);
      receivers.forEach(receiver -> assertThat(receiver.isIntact(id)).isTrue());
      assertThat(source.counter("bytes-out") - sent).isEqualTo(2 * MEDIUM);
    }
  }

  @Test
  void shouldGoOnWhenARelayIsKilled() {
    try (TestCluster cluster = new TestCluster("--fabrics", "tcp")) {
      ClusterNode source = start(cluster, 3);
      ObjectId id = source.put(LARGE);
      List<NodeId> nodes = ids(source);

      CompletableFuture<List<FetchResult>> broadcast =
          CompletableFuture.supplyAsync(() -> broadcast(source, id, nodes));
      Soon.await("something is handed on", ClusterNode.PATIENCE)
          .until(() -> isMoving(receivers.get(2), id));
      receivers.removeFirst().kill();

      List<FetchResult> results = broadcast.join();
      assertThat(results.subList(1, 3)).allMatch(FetchResult::isThere);
      receivers.forEach(receiver -> assertThat(receiver.isIntact(id)).isTrue());
      Soon.await("no pin", ClusterNode.PATIENCE).until(() -> source.counter("pins") == 0);
      receivers.forEach(receiver -> assertThat(receiver.counter("landings")).isZero());
    }
  }

  private static List<FetchResult> broadcast(ClusterNode source, ObjectId id, List<NodeId> to) {
    try {
      return source.client().cluster().broadcast(id, to, ClusterNode.PATIENCE);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  private static boolean isMoving(ClusterNode receiver, ObjectId id) {
    return receiver.client().cluster().transfers(10).stream()
        .anyMatch(transfer -> transfer.id().equals(id) && transfer.incoming());
  }
}
