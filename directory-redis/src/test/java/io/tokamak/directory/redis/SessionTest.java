// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.directory.Location;
import io.tokamak.directory.Search;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session sends, and when. */
final class SessionTest {
  private static final ObjectId A = ObjectId.named("a");
  private static final RedisSettings SETTINGS = RedisSettings.usual();

  private SimulatedWorld world;
  private TestCluster cluster;

  @BeforeEach
  void makeWorld() {
    world = new SimulatedWorld(Seeds.random(Seeds.pick("SessionTest")), SETTINGS);
    cluster = new TestCluster(world);
  }

  private static List<ObjectId> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> ObjectId.named("s" + i)).toList();
  }

  private void publish(TestNode node) {
    boolean[] published = {false};
    node.directory().whenPublished(() -> published[0] = true);
    cluster.await("all is published", () -> published[0]);
  }

  @Test
  void shouldLookUpTenThousandInAFewRounds() {
    TestNode node = cluster.nodes(1).getFirst();
    ids(10_000).forEach(node::put);
    int before = world.links().getFirst().rounds();
    publish(node);
    assertThat(world.links().getFirst().rounds() - before).isLessThanOrEqualTo(6);

    int then = world.links().getFirst().rounds();
    Found found = new Found();
    node.directory().search(ids(10_000), false, found);
    cluster.await("all are answered", () -> found.answers() == 10_000);
    assertThat(world.links().getFirst().rounds() - then).isLessThanOrEqualTo(6);
  }

  @Test
  void shouldSayOnlyTheLastWord() {
    TestNode node = cluster.nodes(1).getFirst();
    int before = world.links().getFirst().commands();
    for (int i = 0; i < 1000; i++) {
      node.put(A);
    }
    assertThat(node.directory().status().queuedAnnouncements()).isEqualTo(1);
    publish(node);
    assertThat(world.links().getFirst().commands() - before).isLessThanOrEqualTo(3);
  }

  @Test
  void shouldSendHeartbeatsOnlyWhenThereIsNothingElse() {
    TestNode node = cluster.nodes(1).getFirst();
    cluster.pass(TimeUnit.SECONDS.toNanos(1));
    int before = world.links().getFirst().commands();
    cluster.pass(TimeUnit.SECONDS.toNanos(50));

    assertThat(world.links().getFirst().commands() - before).isBetween(95, 101);
    assertThat(node.directory().nodes()).hasSize(1);
  }

  /** Whoever works when it is due, and when something has happened, misses nothing. */
  @Test
  void shouldSayWhenItHasSomethingToDo() {
    TestNode node = cluster.nodes(1).getFirst();
    int idle = 0;
    for (int i = 0; i < 20_000; i++) {
      world.pause();
      long nowNs = world.nowNs();
      boolean due = node.directory().nextDeadlineNs(nowNs) - nowNs <= 0;
      int work = node.directory().work(nowNs);
      assertThat(due || work == 0 || world.wasDelivered()).as("step %d", i).isTrue();
      idle += due ? 0 : 1;
    }
    assertThat(idle).isGreaterThan(19_000);
  }

  @Test
  void shouldTryAgainLaterEachTime() {
    world.kill();
    TestNode node = cluster.node(1, 1);
    cluster.pass(TimeUnit.SECONDS.toNanos(60));

    assertThat(world.links().getFirst().attempts()).isBetween(30, 38);
    assertThat(node.directory().status().why()).isEqualTo("connection refused (for 59 s)");
    world.start();
    cluster.await("it is joined", () -> node.isSettled(1));
  }

  @Test
  void shouldGiveUpWhatDoesNotAnswer() {
    TestNode node = cluster.nodes(1).getFirst();
    world.stop(TimeUnit.SECONDS.toNanos(30));
    cluster.await("it says so", () -> node.directory().status().why().contains("does not answer"));
    assertThat(node.directory().status().reachable()).isFalse();
    cluster.await("it is joined again", () -> node.isSettled(1));
    assertThat(node.announcedAll()).isEqualTo(1);
  }

  @Test
  void shouldTellOfEachOutageOnce() {
    TestNode node = cluster.nodes(1).getFirst();
    Found found = new Found();
    Search search = node.directory().search(List.of(A), true, found);
    cluster.await("it is answered", () -> found.answers() == 1);
    for (int outage = 1; outage <= 3; outage++) {
      int expected = outage;
      world.kill();
      cluster.await("it is told", () -> found.outages().size() == expected);
      cluster.pass(TimeUnit.SECONDS.toNanos(10));
      world.start();
      cluster.await("it is back", () -> node.isSettled(1));
    }
    assertThat(found.outages()).hasSize(3);
    assertThat(found.answers()).isEqualTo(1);
    search.close();
    world.kill();
    cluster.pass(TimeUnit.SECONDS.toNanos(10));
    assertThat(found.outages()).hasSize(3);
  }

  @Test
  void shouldAnswerWhatWasAskedInAnOutage() {
    TestNode node = cluster.nodes(1).getFirst();
    ObjectId three = ObjectId.fromHex("3" + "0".repeat(39));
    node.directory().search(List.of(three), true, new Found());
    cluster.await("it listens", () -> world.feeds().getFirst().channels().size() == 3);
    cluster.pass(TimeUnit.MILLISECONDS.toNanos(100));

    world.links().getFirst().cut("connection reset");
    node.directory().work(world.nowNs());
    Found found = new Found();
    node.directory().search(List.of(ObjectId.fromHex("3" + "1".repeat(39))), true, found);
    cluster.await("it is answered", () -> found.answers() == 1);
    assertThat(found.outages()).hasSize(1);
  }

  @Test
  void shouldLookAgainNowAndThen() {
    List<TestNode> nodes = cluster.nodes(2);
    Found found = new Found();
    nodes.get(1).directory().search(List.of(A), true, found);
    cluster.await("it is answered", () -> found.answers() == 1);
    cluster.pass(TimeUnit.MILLISECONDS.toNanos(100));

    world.silence(true);
    nodes.get(0).put(A);
    publish(nodes.get(0));
    world.silence(false);
    assertThat(found.answers()).isEqualTo(1);
    cluster.await("it is found all the same", () -> found.answers() == 2);
  }

  /** What was published is found, also if it had no room and was announced later. */
  @Test
  void shouldNotCallPublishedWhatWasDropped() {
    SimulatedWorld small =
        new SimulatedWorld(Seeds.random(Seeds.pick("SessionTest")), SETTINGS.withQueued(10));
    cluster = new TestCluster(small);
    List<TestNode> nodes = cluster.nodes(2);
    small.kill();
    ids(100).forEach(nodes.get(0)::put);
    assertThat(nodes.get(0).directory().status().droppedAnnouncements()).isEqualTo(100);
    boolean[] published = {false};
    nodes.get(0).directory().whenPublished(() -> published[0] = true);
    cluster.pass(TimeUnit.SECONDS.toNanos(5));
    assertThat(published[0]).isFalse();

    small.start();
    cluster.await("all is published", () -> published[0]);
    Found found = new Found();
    nodes.get(0).directory().search(ids(100), true, found);
    cluster.await("all is answered", () -> found.answers() >= 100);
    assertThat(ids(100)).allMatch(id -> found.of(id).getFirst().size() == 1);
  }

  @Test
  void shouldListenOnlyWhereSomebodyWatches() {
    TestNode node = cluster.nodes(1).getFirst();
    FakeFeed feed = world.feeds().getFirst();
    assertThat(feed.channels()).hasSize(2);

    ObjectId three = ObjectId.fromHex("3" + "0".repeat(39));
    Search search = node.directory().search(List.of(three), true, new Found());
    cluster.await("it listens", () -> feed.channels().contains("tokamak:default:c:3"));
    search.close();
    cluster.await("it does not any more", () -> feed.channels().size() == 2);
  }

  /** A location that was told and doubted is told again when it is announced again. */
  @Test
  void shouldTellAgainWhatWasDoubted() {
    List<TestNode> nodes = cluster.nodes(2);
    Location location = nodes.get(0).put(A);
    publish(nodes.get(0));
    Found found = new Found();
    nodes.get(1).directory().search(List.of(A), true, found);
    cluster.await("it is found", () -> found.answers() == 1);

    nodes.get(1).directory().doubt(A, location);
    cluster.pass(TimeUnit.SECONDS.toNanos(1));
    nodes.get(0).directory().announce(A, location);
    cluster.await("it is told again", () -> found.of(A).size() == 2);
    assertThat(found.last(A)).containsExactly(location);
  }

  @Test
  void shouldKeepNothingOfSearchesThatAreOver() {
    List<TestNode> nodes = cluster.nodes(2);
    List<Search> searches = new ArrayList<>();
    for (ObjectId id : ids(200)) {
      searches.add(nodes.get(0).directory().search(List.of(id, A), true, new Found()));
      nodes.get(0).directory().search(List.of(id, A), false, new Found());
    }
    searches.forEach(Search::close);
    cluster.pass(TimeUnit.SECONDS.toNanos(2));

    assertThat(((Session) nodes.get(0).directory()).openQuestions()).isZero();
  }

  @Test
  void shouldBeJoinedOnceAndFirst() {
    Session session = world.session();
    assertThatThrownBy(() -> session.announce(A, new Location(null, 0, 0, 0, 0, 0)))
        .hasMessageContaining("join");
    assertThat(session.work(0)).isZero();
    assertThat(session.status().reachable()).isFalse();
    TestNode node = new TestNode(session, 1, 1);
    assertThatThrownBy(() -> session.join(node.info(), node)).hasMessageContaining("already");
  }
}
