// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.directory.embedded.TestCluster.Found;
import io.tokamak.directory.message.DirectoryMessageType;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a directory does when all is well, and when the host is away. */
final class EmbeddedDirectoryTest {
  private static final ObjectId X = ObjectId.named("x");
  private static final ObjectId Y = ObjectId.named("y");

  private final TestCluster cluster = TestCluster.of(3);

  @Test
  void shouldTellEachNodeOfAllOthers() {
    for (TestNode node : cluster.all().toList()) {
      assertThat(node.directory().nodes())
          .extracting(NodeInfo::name)
          .containsExactlyInAnyOrder("n0", "n1", "n2");
      assertThat(node.there()).hasSize(2);
      assertThat(node.events()).contains("announce all");
    }
    assertThat(cluster.get(1).directory().node(cluster.node(2).ref()))
        .isEqualTo(cluster.get(2).info());
  }

  @Test
  void shouldFindWhatOthersHold() {
    Location atHost = cluster.get(0).hold(X);
    Location atSecond = cluster.get(1).hold(X);
    cluster.publish(0);
    cluster.publish(1);

    for (int i = 0; i < 3; i++) {
      assertThat(cluster.search(i, X).found.getFirst()).containsExactlyInAnyOrder(atHost, atSecond);
      assertThat(cluster.search(i, Y).found.getFirst()).isEmpty();
    }

    cluster.get(1).drop(X);
    cluster.publish(1);

    assertThat(cluster.search(2, X).found).containsExactly(List.of(atHost));
  }

  @Test
  void shouldTellWatchersOfNewLocations() {
    List<Found> watching = new ArrayList<>();
    List<Search> searches = new ArrayList<>();
    for (TestNode node : cluster.all().toList()) {
      Found found = new Found();
      watching.add(found);
      searches.add(node.directory().search(List.of(X, Y), true, found));
      node.node().fabric().wakeUp();
    }
    cluster.await(() -> watching.stream().allMatch(found -> found.found.size() == 2));

    Location location = cluster.get(1).hold(X);
    cluster.await(() -> watching.stream().allMatch(found -> found.found.size() == 3));
    assertThat(watching).allMatch(found -> found.found.getLast().equals(List.of(location)));

    searches.forEach(Search::close);
    searches.forEach(Search::close);
    cluster.all().forEach(node -> node.node().fabric().wakeUp());
    cluster.await(() -> cluster.get(0).directory().figures().watched() == 0);
    cluster.get(2).hold(X);
    cluster.world.runFor(Duration.ofMillis(10));
    assertThat(watching).allMatch(found -> found.found.size() == 3);
  }

  @Test
  void shouldSearchWithOneMessageAndOneAnswer() {
    cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.search(2, X);
    cluster.search(0, X);

    assertThat(cluster.get(0).received(DirectoryMessageType.SEARCH)).isOne();
    assertThat(cluster.get(2).received(DirectoryMessageType.FOUND)).isOne();
  }

  @Test
  void shouldAnnounceWhatWasHeldInOneStepWithOneMessage() {
    IntStream.range(0, 100).forEach(i -> cluster.get(1).hold(ObjectId.named("object " + i)));
    cluster.publish(1);

    assertThat(cluster.get(0).received(DirectoryMessageType.UPDATE)).isOne();
    assertThat(cluster.get(1).received(DirectoryMessageType.UPDATED)).isOne();
  }

  @Test
  void shouldNotAnswerBeforeTheMethodReturns() {
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      EmbeddedDirectory directory = cluster.get(i).directory();
      directory.whenPublished(() -> events.add("published"));
      directory.search(List.of(X), false, new Found());
      assertThat(directory.figures().searches()).isOne();
      assertThat(events).isEmpty();
      cluster.wake(i);
      cluster.await(() -> !events.isEmpty());
      events.clear();
    }
  }

  @Test
  void shouldLetAFinderCloseItsSearchAndAskAnew() {
    for (int i = 0; i < 2; i++) {
      EmbeddedDirectory directory = cluster.get(i).directory();
      List<Search> open = new ArrayList<>();
      Found second = new Found();
      Finder first =
          new Finder() {
            @Override
            public void found(ObjectId id, List<Location> locations) {
              open.forEach(Search::close);
              directory.search(List.of(Y), false, second);
            }

            @Override
            public void unavailable(String why) {
              throw new AssertionError(why);
            }
          };
      open.add(directory.search(List.of(X, Y), true, first));
      cluster.wake(i);
      cluster.await(() -> second.found.size() == 1);
      cluster.await(() -> cluster.get(0).directory().figures().watched() == 0);
      assertThat(directory.figures().searches()).isZero();
    }
  }

  @Test
  void shouldRefuseToAnnounceForOthers() {
    Location ofAnother = cluster.get(2).hold(X);

    for (int i = 0; i < 2; i++) {
      EmbeddedDirectory directory = cluster.get(i).directory();
      assertThatIllegalArgumentException().isThrownBy(() -> directory.announce(X, ofAnother));
    }
  }

  @Test
  void shouldDropADoubtedLocationUnlessItIsAnother() {
    Location old = cluster.get(1).hold(X);
    Location now = cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.get(2).directory().doubt(X, old);
    cluster.publish(2);
    assertThat(cluster.search(0, X).found).containsExactly(List.of(now));

    cluster.get(2).directory().doubt(X, now);
    cluster.publish(2);
    assertThat(cluster.search(0, X).found).containsExactly(List.of());
  }

  @Test
  void shouldFindTenThousandObjectsInOneSearch() {
    List<ObjectId> ids =
        IntStream.range(0, 10_000).mapToObj(i -> ObjectId.named("object " + i)).toList();
    ids.forEach(cluster.get(1)::hold);
    cluster.publish(1);

    Found found = new Found();
    cluster.get(2).directory().search(ids, false, found);
    cluster.wake(2);

    cluster.await(() -> found.found.size() == ids.size());
    assertThat(found.found).allMatch(locations -> locations.size() == 1);
    assertThat(cluster.get(2).directory().figures().searches()).isZero();
  }

  @Test
  void shouldForgetANodeThatLeaves() {
    cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.get(1).directory().close();

    cluster.await(() -> cluster.get(2).there().size() == 1);
    assertThat(cluster.get(2).events()).contains("left has left");
    assertThat(cluster.search(2, X).found).containsExactly(List.of());
    cluster.await(() -> cluster.get(0).directory().figures().locations() == 0);
    assertThat(cluster.node(1).isUp()).isTrue();
  }

  @Test
  void shouldForgetANodeThatDiedAfterItsLease() {
    cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.node(1).crash();
    cluster.await(() -> cluster.get(2).there().size() == 1);

    assertThat(cluster.get(2).events()).anyMatch(event -> event.startsWith("left was not heard"));
    cluster.await(() -> cluster.get(0).directory().figures().holders() == 2);
  }

  @Test
  void shouldAnnounceEverythingAnewToAHostThatStartedAgain() {
    Location location = cluster.get(1).hold(X);
    cluster.publish(1);
    Found watching = new Found();
    cluster.get(2).directory().search(List.of(X), true, watching);
    cluster.wake(2);
    cluster.await(() -> watching.found.size() == 1);

    cluster.node(0).crash();
    cluster.await(() -> !cluster.get(2).directory().status().reachable());
    assertThat(cluster.get(2).directory().status().why()).isNotEmpty();
    cluster.await(() -> watching.unavailable.size() == 1);
    Found once = cluster.search(2, X);
    assertThat(once.unavailable).hasSize(1);
    cluster.node(0).startAgain();
    cluster.awaitJoined();

    cluster.await(() -> cluster.search(2, X).found.contains(List.of(location)));
    cluster.await(() -> watching.found.getLast().equals(List.of(location)));
    assertThat(cluster.get(1).events()).filteredOn("announce all"::equals).hasSize(2);
    assertThat(cluster.get(1).there()).contains(cluster.node(2).ref());
    assertThat(cluster.get(1).events()).filteredOn("joined n2"::equals).hasSize(1);
  }

  @Test
  void shouldKeepTheLocationsOfANodeThatIsBackInTime() {
    Location location = cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.world.network().connections().forEach(connection -> connection.cut("cut"));
    Location more = cluster.get(1).hold(Y);
    cluster.world.runFor(Duration.ofMillis(1));
    cluster.awaitJoined();
    cluster.publish(1);

    assertThat(cluster.search(0, X).found).containsExactly(List.of(location));
    assertThat(cluster.search(0, Y).found).containsExactly(List.of(more));
    assertThat(cluster.get(1).events()).filteredOn("announce all"::equals).hasSize(1);
    assertThat(cluster.get(2).events()).noneMatch(event -> event.startsWith("left"));
  }
}
