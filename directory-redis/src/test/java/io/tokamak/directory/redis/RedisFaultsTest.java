// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to nodes when something happens to a real Redis. */
final class RedisFaultsTest {
  private static final ObjectId A = ObjectId.named("a");
  private static final ObjectId B = ObjectId.named("b");
  private static final RedisSettings SETTINGS = RedisSettings.usual();
  private static final Keys KEYS = Keys.of(SETTINGS.cluster());

  private RedisServer server;
  private TestCluster cluster;

  @BeforeEach
  void start() throws IOException {
    server = RedisServer.running();
    cluster = new TestCluster(new RealWorld(server.url(), SETTINGS));
  }

  @AfterEach
  void stop() {
    cluster.close();
    server.close();
  }

  private Found lookUp(TestNode node, ObjectId... ids) {
    Found found = new Found();
    node.directory().search(List.of(ids), false, found);
    cluster.await(
        "the search is answered",
        () -> found.answers() == ids.length || !found.outages().isEmpty());
    return found;
  }

  private static Found watch(TestNode node, ObjectId... ids) {
    Found found = new Found();
    node.directory().search(List.of(ids), true, found);
    return found;
  }

  private void publish(TestNode node) {
    boolean[] published = {false};
    node.directory().whenPublished(() -> published[0] = true);
    cluster.await("all is published", () -> published[0]);
  }

  private void awaitUnreachable(TestNode node, String why) {
    cluster.await(
        "it says: " + why,
        () ->
            !node.directory().status().reachable()
                && node.directory().status().why().contains(why));
  }

  @Test
  void shouldAnnounceEverythingAgainAfterAFlush() {
    List<TestNode> nodes = cluster.nodes(3);
    Location location = nodes.get(0).put(A);
    publish(nodes.get(0));
    Found found = watch(nodes.get(2), A, B);
    cluster.await("both are answered", () -> found.answers() == 2);

    server.command("FLUSHALL");
    cluster.await(
        "all announced again", () -> nodes.stream().allMatch(node -> node.announcedAll() == 2));
    nodes.forEach(this::publish);
    cluster.await("it is found", () -> lookUp(nodes.get(1), A).last(A).equals(List.of(location)));
    nodes.get(1).put(B);
    cluster.await("the watcher hears on", () -> found.holders(B).size() == 1);
    cluster.pass(2 * SETTINGS.leaseNs());
    assertThat(nodes).allMatch(node -> node.events().stream().noneMatch(e -> e.startsWith("left")));
  }

  @Test
  void shouldGoOnWhenRedisDiesAndComesBackEmpty() throws IOException {
    List<TestNode> nodes = cluster.nodes(3);
    Location location = nodes.get(0).put(A);
    publish(nodes.get(0));
    Found watching = watch(nodes.get(2), B);
    cluster.await("it is answered", () -> watching.answers() == 1);

    server.kill();
    nodes.forEach(node -> awaitUnreachable(node, "refused"));
    assertThat(nodes.get(0).directory().nodes()).hasSize(3);
    nodes.get(1).put(B);
    assertThat(nodes.get(1).directory().status().queuedAnnouncements()).isEqualTo(1);
    assertThat(lookUp(nodes.get(2), A).outages()).hasSize(1);
    assertThat(watching.outages()).hasSize(1);

    server.start();
    cluster.await("all see each other", () -> nodes.stream().allMatch(node -> node.isSettled(3)));
    cluster.await("the watcher is told", () -> watching.holders(B).contains(nodes.get(1).ref()));
    cluster.await("it is found", () -> lookUp(nodes.get(2), A).last(A).equals(List.of(location)));
    assertThat(watching.outages()).hasSize(1);
  }

  /** Nobody is taken for dead because Redis stood still, and nothing is announced again. */
  @Test
  void shouldWaitForARedisThatStandsStill() {
    List<TestNode> nodes = cluster.nodes(3);
    nodes.get(0).put(A);
    publish(nodes.get(0));
    Found watching = watch(nodes.get(2), A, B);
    cluster.await("both are answered", () -> watching.answers() == 2);

    server.signal("STOP");
    nodes.get(1).put(B);
    nodes.forEach(node -> awaitUnreachable(node, "timed out"));
    cluster.pass(TimeUnit.SECONDS.toNanos(1));
    server.signal("CONT");
    cluster.await("all is well", () -> nodes.stream().allMatch(node -> node.isSettled(3)));
    cluster.await("the watcher is told", () -> watching.holders(B).contains(nodes.get(1).ref()));
    cluster.pass(SETTINGS.leaseNs());
    assertThat(nodes).allMatch(node -> node.announcedAll() == 1);
    assertThat(nodes).allMatch(node -> node.events().stream().noneMatch(e -> e.startsWith("left")));
  }

  @Test
  void shouldResumeWhenConnectionsAreKilled() {
    List<TestNode> nodes = cluster.nodes(3);
    List<ObjectId> ids = IntStream.range(0, 500).mapToObj(i -> ObjectId.named("k" + i)).toList();
    Found watching = watch(nodes.get(2), ids.toArray(ObjectId[]::new));

    for (int i = 0; i < ids.size(); i++) {
      nodes.get(i % 2).put(ids.get(i));
      if (i % 100 == 50) {
        server.command("CLIENT", "KILL", "TYPE", "normal");
      } else if (i % 100 == 75) {
        server.command("CLIENT", "KILL", "TYPE", "pubsub");
      }
      cluster.step();
    }
    nodes.forEach(this::publish);
    cluster.await(
        "the watcher knows all",
        () -> ids.stream().allMatch(id -> watching.holders(id).size() == 1));
    assertThat(nodes).allMatch(node -> node.announcedAll() == 1);
  }

  @Test
  void shouldLoadItsScriptsAgain() {
    List<TestNode> nodes = cluster.nodes(2);
    server.command("SCRIPT", "FLUSH");
    nodes.get(0).put(A);
    publish(nodes.get(0));

    assertThat(lookUp(nodes.get(1), A).holders(A)).containsExactly(nodes.get(0).ref());
    assertThat(nodes).allMatch(node -> node.announcedAll() == 1);
  }

  /** Announcements wait; what needs no memory goes on. */
  @Test
  void shouldWaitForMemory() {
    List<TestNode> nodes = cluster.nodes(2);
    nodes.get(0).put(A);
    publish(nodes.get(0));

    server.command("CONFIG", "SET", "maxmemory", "1");
    nodes.get(0).put(B);
    awaitUnreachable(nodes.get(0), "OOM");
    cluster.pass(2 * SETTINGS.leaseNs());
    assertThat(nodes.get(0).directory().status().queuedAnnouncements()).isEqualTo(1);
    assertThat(nodes.get(1).directory().nodes()).hasSize(2);
    assertThat(lookUp(nodes.get(1), A).holders(A)).containsExactly(nodes.get(0).ref());
    nodes.get(0).remove(A);
    cluster.await("withdrawals go on", () -> lookUp(nodes.get(1), A).last(A).isEmpty());
    TestNode late = cluster.node(3, 1);
    cluster.await("others can join", () -> late.directory().nodes().size() == 3);

    server.command("CONFIG", "SET", "maxmemory", "0");
    publish(nodes.get(0));
    assertThat(lookUp(late, B).holders(B)).containsExactly(nodes.get(0).ref());
    assertThat(nodes).allMatch(node -> node.announcedAll() == 1);
  }

  @Test
  void shouldSayThatARedisIsAReplica() {
    server.command("REPLICAOF", "127.0.0.1", "1");
    TestNode node = cluster.node(1, 1);
    awaitUnreachable(node, "READONLY");

    server.command("REPLICAOF", "NO", "ONE");
    cluster.await("it is joined", () -> node.isSettled(1));
  }

  @Test
  void shouldLeaveNothingBehind() {
    List<TestNode> nodes = cluster.nodes(3);
    List<ObjectId> ids = IntStream.range(0, 5000).mapToObj(i -> ObjectId.named("l" + i)).toList();
    nodes.forEach(node -> ids.forEach(node::put));
    nodes.forEach(this::publish);
    TestNode dead = nodes.get(2);
    cluster.freeze(dead);

    cluster.await("it is missed", () -> nodes.get(0).directory().nodes().size() == 2);
    List<String> wanted =
        List.of(
            "epoch",
            "h:" + Keys.life(nodes.get(0).ref()),
            "h:" + Keys.life(nodes.get(1).ref()),
            "leases",
            "lives",
            "nodes",
            "version");
    cluster.await("what it held is removed", () -> keysButObjects().equals(wanted));
    assertThat(server.keys(KEYS)).hasSize(ids.size() + wanted.size());
    cluster.leave(nodes.get(0));
    cluster.leave(nodes.get(1));
    assertThat(server.keys(KEYS)).isEmpty();
    dead.directory().close();
    cluster.pass(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(server.keys(KEYS)).isEmpty();
  }

  private List<String> keysButObjects() {
    return server.keys(KEYS).stream().filter(key -> !key.startsWith("o:")).toList();
  }

  /** Another cluster in the same Redis is another cluster. */
  @Test
  void shouldSeeItsOwnClusterOnly() {
    TestNode one = cluster.nodes(1).getFirst();
    one.put(A);
    publish(one);
    try (TestCluster other =
        new TestCluster(new RealWorld(server.url(), SETTINGS.withCluster("other")))) {
      TestNode stranger = other.nodes(1).getFirst();
      Found found = new Found();
      stranger.directory().search(List.of(A), false, found);
      other.await("it is answered", () -> found.answers() == 1);
      assertThat(found.last(A)).isEmpty();
    }
  }

  /** The second one with the same id and epoch is kept out, and says so. */
  @Test
  void shouldKeepOutASecondProcessOfTheSameLife() {
    TestNode one = cluster.nodes(1).getFirst();
    TestNode twin = cluster.node(1, 1);
    awaitUnreachable(twin, "stop one of the two");
    assertThat(one.directory().status().reachable()).isTrue();
  }

  @Test
  void shouldKeepOutAnEarlierLife() {
    TestNode later = cluster.node(1, 5);
    cluster.await("it is joined", () -> later.isSettled(1));
    TestNode earlier = cluster.node(1, 4);
    awaitUnreachable(earlier, "a later life of this node");
    assertThat(later.directory().status().reachable()).isTrue();
  }
}
