// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing, something else, or a Redis that lets nobody in, where a Redis is to be. */
final class RedisAbsenceTest {
  private static final ObjectId A = ObjectId.named("a");
  private static final RedisSettings QUICK =
      new RedisSettings(
          "default",
          TimeUnit.MILLISECONDS.toNanos(300),
          TimeUnit.MILLISECONDS.toNanos(300),
          TimeUnit.SECONDS.toNanos(2),
          TimeUnit.MILLISECONDS.toNanos(200),
          TimeUnit.SECONDS.toNanos(10),
          100);

  private static TestCluster cluster(RedisUrl url) {
    return new TestCluster(new RealWorld(url, QUICK));
  }

  private static void awaitReason(TestCluster cluster, TestNode node, String why) {
    cluster.await(
        "it says: " + why,
        () ->
            !node.directory().status().reachable()
                && node.directory().status().why().contains(why));
  }

  @Test
  void shouldWaitForARedisThatComesLater() throws IOException {
    try (RedisServer server = RedisServer.absent();
        TestCluster cluster = cluster(server.url())) {
      TestNode node = cluster.node(1, 1);
      node.put(A);
      Found once = new Found();
      Found watching = new Found();
      node.directory().search(List.of(A), false, once);
      node.directory().search(List.of(A), true, watching);
      cluster.await("both hear", () -> once.outages().size() + watching.outages().size() == 2);
      awaitReason(cluster, node, "refused");

      server.start();
      cluster.await("the watcher hears", () -> watching.holders(A).contains(node.ref()));
      assertThat(once.answers()).isZero();
      assertThat(node.directory().status().queuedAnnouncements()).isZero();
      assertThat(node.directory().status().where()).isEqualTo(server.url().toString());
    }
  }

  /** What had no room is announced when Redis is there. */
  @Test
  void shouldAnnounceEverythingWhenTooMuchWaited() throws IOException {
    try (RedisServer server = RedisServer.absent();
        TestCluster cluster = cluster(server.url())) {
      TestNode node = cluster.node(1, 1);
      for (int i = 0; i < 5000; i++) {
        node.put(ObjectId.named("d" + i));
      }
      assertThat(node.directory().status().droppedAnnouncements()).isEqualTo(5000);
      assertThat(node.directory().status().queuedAnnouncements()).isZero();

      server.start();
      cluster.await("it is joined", () -> node.isSettled(1));
      assertThat(server.keys(Keys.of("default")))
          .filteredOn(key -> key.startsWith("o:"))
          .hasSize(5000);
    }
  }

  @Test
  void shouldSayThatThePasswordIsWrong() throws IOException {
    try (RedisServer server = RedisServer.running("--requirepass", "secret")) {
      RedisUrl wrong = RedisUrl.parse("redis://:guess@127.0.0.1:" + server.port());
      try (TestCluster cluster = cluster(wrong)) {
        awaitReason(cluster, cluster.node(1, 1), "WRONGPASS");
      }
      try (TestCluster cluster = cluster(server.url())) {
        awaitReason(cluster, cluster.node(1, 1), "NOAUTH");
      }
      RedisUrl right = RedisUrl.parse("redis://default:secret@127.0.0.1:" + server.port() + "/3");
      try (TestCluster cluster = cluster(right)) {
        TestNode node = cluster.nodes(1).getFirst();
        assertThat(node.directory().status().where()).doesNotContain("secret").contains("/3");
      }
    }
  }

  @Test
  void shouldSayThatThereIsNoSuchDatabase() throws IOException {
    try (RedisServer server = RedisServer.running();
        TestCluster cluster =
            cluster(RedisUrl.parse("redis://127.0.0.1:%d/99".formatted(server.port())))) {
      awaitReason(cluster, cluster.node(1, 1), "DB index is out of range");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "$2147483647\r\nx",
        "*2147483647\r\n",
        "+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n",
        ":1\r\n:2\r\n:3\r\n:4\r\n:5\r\n",
        "-LOADING Redis is loading the dataset in memory\r\n-LOADING a\r\n-LOADING b\r\n",
        "\0\0\0\0\0\0\0\0",
        "",
      })
  void shouldSurviveWhatIsNoRedis(String answer) throws IOException {
    try (GarbageServer garbage = GarbageServer.answering(answer);
        TestCluster cluster = cluster(garbage.url())) {
      TestNode node = cluster.node(1, 1);
      Found found = new Found();
      node.directory().search(List.of(A), false, found);
      cluster.await("it is not answered", () -> found.outages().size() == 1);
      cluster.await("it is tried again", () -> garbage.visitors() > 3);
      assertThat(node.directory().status().reachable()).isFalse();
      assertThat(node.directory().status().why()).isNotEmpty();
    }
  }

  @Test
  void shouldSurviveAnAnswerWithoutEnd() throws IOException {
    try (GarbageServer garbage = GarbageServer.answering("*1\r\n".repeat(500_000));
        TestCluster cluster = cluster(garbage.url())) {
      TestNode node = cluster.node(1, 1);
      cluster.await("it is tried again", () -> garbage.visitors() > 3);
      assertThat(node.directory().status().reachable()).isFalse();
    }
  }
}
