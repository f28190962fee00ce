// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.cli.Main;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.Soon;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.SocketPaths;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.message.FetchRequest;
import io.tokamak.wire.message.GreetRequest;
import io.tokamak.wire.message.ManagerStatusRequest;
import io.tokamak.wire.message.TransfersRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clients of a manager that die, talk nonsense or do not listen: they go alone. */
final class ManagerClientsTest {
  private static final List<ObjectId> NOWHERE = List.of(ObjectId.named("nowhere"));
  private static final long LONG_MS = Duration.ofMinutes(10).toMillis();

  private static Map<String, Long> counters(ObjectStoreClient client) {
    return client.cluster().status().counters();
  }

  private static RawClient greeted(ClusterNode node) {
    RawClient client = RawClient.connect(manager(node));
    client.call(new GreetRequest(1, "raw"));
    return client;
  }

  private static Path manager(ClusterNode node) {
    return SocketPaths.manager(node.socket());
  }

  @Test
  void shouldGiveUpWhatAKilledClientAsked() {
    try (TestCluster cluster = new TestCluster()) {
      ClusterNode node = cluster.start("node");
      ObjectStoreClient client = node.client();
      long clients = counters(client).get("manager-clients");
      List<String> fetch =
          List.of(
              "fetch", "--timeout", "10m", "--socket", node.socket().toString(), "name:nowhere");
      try (ChildProcess waiting = ChildProcess.start(Main.class, fetch)) {
        Soon.await("the fetch", ClusterNode.PATIENCE)
            .until(() -> counters(client).get("manager-clients") > clients);
        waiting.kill();
      }
      Soon.await("the end of the fetch", ClusterNode.PATIENCE)
          .until(() -> counters(client).get("manager-clients") == clients);
    }
  }

  @Test
  void shouldDropGarbageAndServeTheOthers() {
    Random random = new Random(Seeds.pick("ManagerClientsTest"));
    try (TestCluster cluster = new TestCluster()) {
      ClusterNode node = cluster.start("node");
      ObjectStoreClient client = node.client();
      for (int i = 0; i < 100; i++) {
        byte[] garbage = new byte[16 + random.nextInt(1000)];
        random.nextBytes(garbage);
        try (RawClient bad = i % 2 == 0 ? greeted(node) : RawClient.connect(manager(node))) {
          bad.send(garbage);
          assertThat(bad.isHungUp()).isTrue();
        }
        assertThat(client.cluster().nodes()).hasSize(1);
      }
      assertThat(counters(client).get("manager-clients-dropped")).isEqualTo(100);
    }
  }

  @Test
  void shouldServeOthersBesideOneThatDoesNotListen() {
    try (TestCluster cluster = new TestCluster()) {
      ClusterNode node = cluster.start("node");
      ObjectStoreClient client = node.client();
      try (RawClient deaf = greeted(node)) {
        deaf.sendTimeout(100);
        byte[] question = deaf.bytes(new ManagerStatusRequest());
        boolean taken = true;
        for (int i = 0; i < 100_000 && taken; i++) {
          taken = deaf.send(question);
        }
        assertThat(taken).as("everything is taken").isFalse();
        assertThat(client.cluster().nodes()).hasSize(1);
      }
      assertThat(client.cluster().nodes()).hasSize(1);
    }
  }

  @Test
  void shouldAnswerBesideWhatWaits() {
    try (TestCluster cluster = new TestCluster();
        RawClient client = greeted(cluster.start("node"))) {
      long waiting = client.send(FetchRequest.of(NOWHERE, LONG_MS));

      assertThat(client.call(new TransfersRequest(10)).transfers()).hasSize(1);
      assertThat(waiting).isPositive();
    }
  }

  @Test
  void shouldTellAStoreFromAManager() {
    try (TestCluster cluster = new TestCluster()) {
      ClusterNode node = cluster.start("node");
      try (RawClient client = RawClient.open(node.socket(), "lost")) {
        assertThatThrownBy(() -> client.call(new TransfersRequest(10)))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining(".manager");
      }
    }
  }
}
