// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.directory.Search;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every directory does, as its users see it. */
abstract class DirectoryContract {
  static final ObjectId A = ObjectId.named("a");
  static final ObjectId B = ObjectId.named("b");

  TestCluster cluster;

  abstract DirectoryWorld world() throws Exception;

  @BeforeEach
  void makeWorld() throws Exception {
    cluster = new TestCluster(world());
  }

  @AfterEach
  void closeWorld() {
    cluster.close();
  }

  /** Looks up and waits for all answers. */
  Found lookUp(TestNode node, List<ObjectId> ids) {
    Found found = new Found();
    node.directory().search(ids, false, found);
    int distinct = new HashSet<>(ids).size();
    cluster.await(
        "the search is answered", () -> found.answers() >= distinct || !found.outages().isEmpty());
    assertThat(found.outages()).isEmpty();
    return found;
  }

  void publish(TestNode node) {
    boolean[] published = {false};
    node.directory().whenPublished(() -> published[0] = true);
    cluster.await("all is published", () -> published[0]);
  }

  @Test
  void shouldKnowItselfAtOnce() {
    TestNode node = cluster.node(1, 1);

    assertThat(node.directory().nodes()).containsExactly(node.info());
    assertThat(node.directory().node(node.ref())).isEqualTo(node.info());
    assertThat(node.events()).isEmpty();
  }

  @Test
  void shouldTellOfNodesThatComeAndGo() {
    List<TestNode> nodes = cluster.nodes(3);
    TestNode one = nodes.getFirst();

    assertThat(one.events()).containsExactlyInAnyOrder("joined 2@1", "joined 3@1");
    assertThat(one.directory().node(nodes.get(2).ref())).isEqualTo(nodes.get(2).info());
    cluster.leave(nodes.get(2));
    cluster.await("it is gone", () -> one.directory().nodes().size() == 2);
    assertThat(one.directory().node(nodes.get(2).ref())).isNull();
    assertThat(one.events().getLast()).startsWith("left 3@1 ");
  }

  @Test
  void shouldMissANodeThatSaysNothing() {
    List<TestNode> nodes = cluster.nodes(3);
    TestNode silent = nodes.get(1);
    silent.put(A);
    publish(silent);

    cluster.freeze(silent);
    cluster.await("it is missed", () -> nodes.get(0).directory().nodes().size() == 2);
    assertThat(lookUp(nodes.get(0), List.of(A)).last(A)).isEmpty();
    cluster.thaw(silent);
    cluster.await("it is back", () -> nodes.get(0).directory().nodes().size() == 3);
    publish(silent);
    assertThat(lookUp(nodes.get(0), List.of(A)).holders(A)).containsExactly(silent.ref());
  }

  @Test
  void shouldFindWhatIsAnnouncedAndSayWhatIsNot() {
    List<TestNode> nodes = cluster.nodes(2);
    Location location = nodes.get(0).put(A);
    publish(nodes.get(0));

    Found found = lookUp(nodes.get(1), List.of(A, B, A));
    assertThat(found.of(A)).containsExactly(List.of(location));
    assertThat(found.of(B)).containsExactly(List.of());
    assertThat(lookUp(nodes.get(0), List.of(A)).of(A)).containsExactly(List.of(location));
  }

  @Test
  void shouldFindAllHolders() {
    List<TestNode> nodes = cluster.nodes(3);
    nodes.forEach(node -> node.put(A));
    nodes.forEach(this::publish);

    assertThat(lookUp(nodes.get(1), List.of(A)).holders(A))
        .containsExactlyInAnyOrder(nodes.get(0).ref(), nodes.get(1).ref(), nodes.get(2).ref());
  }

  @Test
  void shouldNotFindWhatIsWithdrawn() {
    List<TestNode> nodes = cluster.nodes(2);
    nodes.get(0).put(A);
    publish(nodes.get(0));
    nodes.get(0).remove(A);
    nodes.get(0).put(B);
    nodes.get(0).remove(B);
    publish(nodes.get(0));

    Found found = lookUp(nodes.get(1), List.of(A, B));
    assertThat(found.last(A)).isEmpty();
    assertThat(found.last(B)).isEmpty();
  }

  @Test
  void shouldKnowTheLastPlaceOnly() {
    List<TestNode> nodes = cluster.nodes(2);
    nodes.get(0).put(A);
    nodes.get(0).put(A);
    publish(nodes.get(0));
    Location last = nodes.get(0).put(A);
    publish(nodes.get(0));

    assertThat(lookUp(nodes.get(1), List.of(A)).last(A)).containsExactly(last);
  }

  @Test
  void shouldTellWatchersOfEachNewLocation() {
    List<TestNode> nodes = cluster.nodes(3);
    Found found = new Found();
    Search search = nodes.get(0).directory().search(List.of(A, B), true, found);
    cluster.await("both are answered", () -> found.answers() == 2);

    nodes.get(1).put(A);
    cluster.await("the first is told", () -> found.holders(A).size() == 1);
    nodes.get(2).put(A);
    cluster.await("the second is told", () -> found.holders(A).size() == 2);
    nodes.get(2).put(B);
    cluster.await("the other object is told", () -> found.holders(B).size() == 1);
    search.close();
    search.close();
    int heard = found.answers();
    nodes.get(0).put(A);
    publish(nodes.get(0));
    lookUp(nodes.get(0), List.of(A));
    assertThat(found.answers()).isEqualTo(heard);
    assertThat(found.outages()).isEmpty();
  }

  @Test
  void shouldTellWatchersThatComeBetweenAnnouncements() {
    List<TestNode> nodes = cluster.nodes(2);
    List<Found> all = new ArrayList<>();
    List<ObjectId> ids = IntStream.range(0, 200).mapToObj(i -> ObjectId.named("w" + i)).toList();

    for (ObjectId id : ids) {
      Found found = new Found();
      all.add(found);
      nodes.get(0).directory().search(List.of(id), true, found);
      nodes.get(1).put(id);
      cluster.step();
    }
    cluster.await(
        "every watcher was told",
        () -> IntStream.range(0, ids.size()).allMatch(i -> !all.get(i).last(ids.get(i)).isEmpty()));
  }

  @Test
  void shouldAnswerNothingBeforeAMethodReturns() {
    List<TestNode> nodes = cluster.nodes(1);
    boolean[] published = {false};
    Found found = new Found();

    nodes.get(0).directory().whenPublished(() -> published[0] = true);
    nodes.get(0).directory().search(List.of(A), false, found);
    assertThat(published[0]).isFalse();
    assertThat(found.answers()).isZero();
    cluster.await("both are answered", () -> published[0] && found.answers() == 1);
  }

  @Test
  void shouldLetAFinderCloseItsSearchAndBeginAnother() {
    List<TestNode> nodes = cluster.nodes(2);
    nodes.get(1).put(A);
    publish(nodes.get(1));
    Found inner = new Found();
    Search[] search = new Search[1];
    Found outer = new Found();
    search[0] =
        nodes
            .get(0)
            .directory()
            .search(
                List.of(A, B),
                true,
                new ClosingFinder(
                    outer,
                    () -> {
                      search[0].close();
                      nodes.get(0).directory().search(List.of(A, B), false, inner);
                    }));

    cluster.await("the second is answered", () -> inner.answers() == 2);
    assertThat(outer.answers()).isEqualTo(1);
    assertThat(inner.holders(A)).containsExactly(nodes.get(1).ref());
  }

  @Test
  void shouldDropADoubtedLocationUnlessItWasAnnouncedAnew() {
    List<TestNode> nodes = cluster.nodes(2);
    Location wrong = nodes.get(0).put(A);
    Location old = nodes.get(0).put(B);
    publish(nodes.get(0));
    Location fresh = nodes.get(0).put(B);
    publish(nodes.get(0));

    nodes.get(1).directory().doubt(A, wrong);
    nodes.get(1).directory().doubt(B, old);
    cluster.await("the doubt is noted", () -> lookUp(nodes.get(1), List.of(A)).last(A).isEmpty());
    assertThat(lookUp(nodes.get(1), List.of(B)).last(B)).containsExactly(fresh);
  }

  @Test
  void shouldReplaceALifeByTheNextOne() {
    List<TestNode> nodes = cluster.nodes(2);
    TestNode before = nodes.get(1);
    before.put(A);
    publish(before);

    cluster.freeze(before);
    TestNode after = cluster.node(2, 2);
    TestNode other = nodes.get(0);
    cluster.await("the new life is seen", () -> other.directory().node(after.ref()) != null);
    assertThat(other.directory().node(before.ref())).isNull();
    assertThat(other.events()).contains("left 2@1 has begun another life", "joined 2@2");
    assertThat(lookUp(other, List.of(A)).last(A)).isEmpty();
    after.put(A);
    publish(after);
    assertThat(lookUp(other, List.of(A)).holders(A)).containsExactly(after.ref());
    before.directory().close();
  }

  @Test
  void shouldFindTenThousandAtOnce() {
    List<TestNode> nodes = cluster.nodes(2);
    List<ObjectId> ids = IntStream.range(0, 10_000).mapToObj(i -> ObjectId.named("o" + i)).toList();
    ids.forEach(nodes.get(0)::put);
    publish(nodes.get(0));

    Found found = lookUp(nodes.get(1), ids);
    assertThat(found.answers()).isEqualTo(10_000);
    assertThat(ids).allMatch(id -> found.last(id).equals(List.of(nodes.get(0).held().get(id))));
  }

  /** Any order of announcements, withdrawals and watches ends with everybody knowing the truth. */
  @Test
  void shouldEndWithTheTruth() {
    Seeds.run(getClass().getSimpleName() + ".shouldEndWithTheTruth", this::anyOrder);
  }

  private void anyOrder(RandomGenerator random) {
    List<TestNode> nodes = cluster.nodes(3);
    List<ObjectId> ids = IntStream.range(0, 40).mapToObj(i -> ObjectId.named("r" + i)).toList();
    Map<ObjectId, Found> watchers = new HashMap<>();
    for (int i = 0; i < 2000; i++) {
      ObjectId id = ids.get(random.nextInt(ids.size()));
      TestNode node = nodes.get(random.nextInt(nodes.size()));
      switch (random.nextInt(6)) {
        case 0, 1 -> node.put(id);
        case 2 -> node.remove(id);
        case 3 -> watchers.computeIfAbsent(id, any -> watch(nodes.getFirst(), id));
        default -> cluster.step();
      }
    }
    nodes.forEach(this::publish);
    Found found = lookUp(nodes.get(random.nextInt(3)), ids);
    for (ObjectId id : ids) {
      Set<Location> held = holders(nodes, id);
      assertThat(Set.copyOf(found.last(id))).isEqualTo(held);
    }
    cluster.await(
        "watchers know what is new",
        () ->
            watchers.entrySet().stream()
                .allMatch(watcher ->
                    watcher
                        .getValue()
                        .last(watcher.getKey())
                        .containsAll(holders(nodes, watcher.getKey()))));
  }

  private static Found watch(TestNode node, ObjectId id) {
    Found found = new Found();
    node.directory().search(List.of(id), true, found);
    return found;
  }

  private static Set<Location> holders(List<TestNode> nodes, ObjectId id) {
    Set<Location> held = new HashSet<>();
    for (TestNode node : nodes) {
      Location location = node.held().get(id);
      if (location != null) {
        held.add(location);
      }
    }
    return held;
  }
}
