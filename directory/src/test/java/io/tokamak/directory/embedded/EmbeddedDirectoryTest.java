// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.World;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a directory does when all is well, and when the host is away. */
final class EmbeddedDirectoryTest {
  private static final ObjectId X = ObjectId.named("x");
  private static final ObjectId Y = ObjectId.named("y");

  private final World world = World.of(1, Semantics.weakest());
  private final TestNode[] nodes = new TestNode[3];
  private final Node host = start(0);
  private final Node second = start(1);
  private final Node third = start(2);

  /** What a finder was told. */
  private static final class Found implements Finder {
    final List<List<Location>> found = new ArrayList<>();
    final List<String> unavailable = new ArrayList<>();

    @Override
    public void found(ObjectId id, List<Location> locations) {
      found.add(locations);
    }

    @Override
    public void unavailable(String why) {
      unavailable.add(why);
    }
  }

  private Node start(int number) {
    return world.node(
        "n" + number,
        node -> {
          nodes[number] = new TestNode(node, number == 0 ? null : host.address());
          return nodes[number];
        });
  }

  private void await(BooleanSupplier condition) {
    assertThat(world.runUntil(condition, Duration.ofSeconds(1))).isTrue();
  }

  private void awaitAll() {
    await(() ->
        List.of(nodes).stream()
            .allMatch(node ->
                node.directory().status().reachable() && node.directory().nodes().size() == 3));
  }

  private Found search(TestNode from, ObjectId id) {
    Found found = new Found();
    from.directory().search(List.of(id), false, found);
    from.node().fabric().wakeUp();
    await(() -> !found.found.isEmpty() || !found.unavailable.isEmpty());
    return found;
  }

  private void publish(TestNode node) {
    List<String> published = new ArrayList<>();
    node.directory().whenPublished(() -> published.add("yes"));
    node.node().fabric().wakeUp();
    await(() -> !published.isEmpty());
  }

  @Test
  void shouldTellEachNodeOfAllOthers() {
    awaitAll();

    for (TestNode node : nodes) {
      assertThat(node.directory().nodes())
          .extracting(NodeInfo::name)
          .containsExactlyInAnyOrder("n0", "n1", "n2");
      assertThat(node.there()).hasSize(2);
      assertThat(node.events()).contains("announce all");
    }
    assertThat(nodes[1].directory().node(third.ref())).isEqualTo(nodes[2].info());
  }

  @Test
  void shouldFindWhatOthersHold() {
    awaitAll();
    Location atHost = nodes[0].hold(X);
    Location atSecond = nodes[1].hold(X);
    publish(nodes[0]);
    publish(nodes[1]);

    for (TestNode node : nodes) {
      assertThat(search(node, X).found.getFirst()).containsExactlyInAnyOrder(atHost, atSecond);
      assertThat(search(node, Y).found.getFirst()).isEmpty();
    }

    nodes[1].drop(X);
    publish(nodes[1]);

    assertThat(search(nodes[2], X).found).containsExactly(List.of(atHost));
  }

  @Test
  void shouldTellWatchersOfNewLocations() {
    awaitAll();
    List<Found> watching = new ArrayList<>();
    List<Search> searches = new ArrayList<>();
    for (TestNode node : nodes) {
      Found found = new Found();
      watching.add(found);
      searches.add(node.directory().search(List.of(X, Y), true, found));
      node.node().fabric().wakeUp();
    }
    await(() -> watching.stream().allMatch(found -> found.found.size() == 2));

    Location location = nodes[1].hold(X);
    await(() -> watching.stream().allMatch(found -> found.found.size() == 3));
    assertThat(watching).allMatch(found -> found.found.getLast().equals(List.of(location)));

    searches.forEach(Search::close);
    searches.forEach(Search::close);
    List.of(nodes).forEach(node -> node.node().fabric().wakeUp());
    await(() -> nodes[0].directory().figures().watched() == 0);
    nodes[2].hold(X);
    world.runFor(Duration.ofMillis(10));
    assertThat(watching).allMatch(found -> found.found.size() == 3);
  }

  @Test
  void shouldDropADoubtedLocationUnlessItIsAnother() {
    awaitAll();
    Location old = nodes[1].hold(X);
    Location now = nodes[1].hold(X);
    publish(nodes[1]);

    nodes[2].directory().doubt(X, old);
    publish(nodes[2]);
    assertThat(search(nodes[0], X).found).containsExactly(List.of(now));

    nodes[2].directory().doubt(X, now);
    publish(nodes[2]);
    assertThat(search(nodes[0], X).found).containsExactly(List.of());
  }

  @Test
  void shouldFindTenThousandObjectsInOneSearch() {
    awaitAll();
    List<ObjectId> ids =
        IntStream.range(0, 10_000).mapToObj(i -> ObjectId.named("object " + i)).toList();
    ids.forEach(nodes[1]::hold);
    publish(nodes[1]);

    Found found = new Found();
    nodes[2].directory().search(ids, false, found);
    third.fabric().wakeUp();

    await(() -> found.found.size() == ids.size());
    assertThat(found.found).allMatch(locations -> locations.size() == 1);
    assertThat(nodes[2].directory().figures().searches()).isZero();
  }

  @Test
  void shouldForgetANodeThatLeaves() {
    awaitAll();
    nodes[1].hold(X);
    publish(nodes[1]);

    nodes[1].directory().close();

    await(() -> nodes[2].there().size() == 1);
    assertThat(nodes[2].events()).contains("left has left");
    assertThat(search(nodes[2], X).found).containsExactly(List.of());
    await(() -> nodes[0].directory().figures().locations() == 0);
    assertThat(second.isUp()).isTrue();
  }

  @Test
  void shouldForgetANodeThatDiedAfterItsLease() {
    awaitAll();
    nodes[1].hold(X);
    publish(nodes[1]);

    second.crash();
    await(() -> nodes[2].there().size() == 1);

    assertThat(nodes[2].events()).anyMatch(event -> event.startsWith("left was not heard"));
    await(() -> nodes[0].directory().figures().holders() == 2);
  }

  @Test
  void shouldAnnounceEverythingAnewToAHostThatStartedAgain() {
    awaitAll();
    Location location = nodes[1].hold(X);
    publish(nodes[1]);
    Found watching = new Found();
    nodes[2].directory().search(List.of(X), true, watching);
    third.fabric().wakeUp();
    await(() -> watching.found.size() == 1);

    host.crash();
    await(() -> !nodes[2].directory().status().reachable());
    assertThat(nodes[2].directory().status().why()).isNotEmpty();
    await(() -> watching.unavailable.size() == 1);
    Found once = search(nodes[2], X);
    assertThat(once.unavailable).hasSize(1);
    host.startAgain();
    awaitAll();

    await(() -> search(nodes[2], X).found.contains(List.of(location)));
    await(() -> watching.found.getLast().equals(List.of(location)));
    assertThat(nodes[1].events()).filteredOn("announce all"::equals).hasSize(2);
    assertThat(nodes[1].there()).contains(third.ref());
    assertThat(nodes[1].events()).filteredOn("joined n2"::equals).hasSize(1);
  }

  @Test
  void shouldKeepTheLocationsOfANodeThatIsBackInTime() {
    awaitAll();
    Location location = nodes[1].hold(X);
    publish(nodes[1]);

    world.network().connections().forEach(connection -> connection.cut("cut"));
    Location more = nodes[1].hold(Y);
    world.runFor(Duration.ofMillis(1));
    awaitAll();
    publish(nodes[1]);

    assertThat(search(nodes[0], X).found).containsExactly(List.of(location));
    assertThat(search(nodes[0], Y).found).containsExactly(List.of(more));
    assertThat(nodes[1].events()).filteredOn("announce all"::equals).hasSize(1);
    assertThat(nodes[2].events()).noneMatch(event -> event.startsWith("left"));
  }
}
