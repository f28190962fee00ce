// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.embedded.TestCluster.Found;
import io.tokamak.directory.message.DirectoryMessage;
import io.tokamak.directory.message.JoinMessage;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.fabric.service.ServiceId;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pauses, partitions, deaths, floods and nonsense, one at a time. */
final class BadDaysTest {
  private static final ObjectId X = ObjectId.named("x");
  private static final Duration LONGER_THAN_THE_LEASE = Duration.ofMillis(20);

  private final TestCluster cluster = TestCluster.of(3);

  private int announcedAll(int node) {
    return (int) cluster.get(node).events().stream().filter("announce all"::equals).count();
  }

  @Test
  void shouldGrantOthersTheTimeInWhichTheHostWasAsleep() {
    Location location = cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.node(0).pause(LONGER_THAN_THE_LEASE);
    cluster.await(() -> !cluster.get(1).directory().status().reachable());
    assertThat(cluster.get(1).directory().status().why()).contains("nothing was heard");
    cluster.awaitJoined();
    cluster.world.runFor(LONGER_THAN_THE_LEASE);

    assertThat(cluster.get(2).events()).noneMatch(event -> event.startsWith("left"));
    assertThat(announcedAll(1)).isOne();
    assertThat(cluster.search(2, X).found).containsExactly(List.of(location));
  }

  @Test
  void shouldTakeInAgainWhoWasAsleepForLongerThanItsLease() {
    Location location = cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.node(1).pause(LONGER_THAN_THE_LEASE);
    cluster.await(() -> cluster.get(2).there().size() == 1);
    assertThat(cluster.search(2, X).found).containsExactly(List.of());
    cluster.await(() -> cluster.get(2).there().size() == 2);
    cluster.publish(1);

    assertThat(announcedAll(1)).isEqualTo(2);
    assertThat(cluster.search(2, X).found).containsExactly(List.of(location));
    assertThat(cluster.get(1).events()).noneMatch(event -> event.startsWith("left"));
  }

  @Test
  void shouldTakeInAgainWhoWasPartedForLongerThanItsLease() {
    Location location = cluster.get(1).hold(X);
    cluster.publish(1);
    Found watching = new Found();
    cluster.get(1).directory().search(List.of(ObjectId.named("y")), true, watching);

    cluster.world.network().part(List.of(cluster.node(1)), false);
    cluster.await(() -> cluster.get(2).there().size() == 1);
    cluster.await(() -> !cluster.get(1).directory().status().reachable());
    assertThat(cluster.search(1, X).unavailable).hasSize(1);
    assertThat(watching.unavailable).hasSize(1);
    assertThat(cluster.get(1).there()).hasSize(2);

    cluster.world.network().heal();
    cluster.awaitJoined();
    cluster.publish(1);
    assertThat(cluster.search(2, X).found).containsExactly(List.of(location));
    cluster.get(2).hold(ObjectId.named("y"));
    cluster.await(() -> watching.found.getLast().size() == 1);
  }

  @Test
  void shouldTellWhoComesBackWhoHasLeftMeanwhile() {
    cluster.world.network().part(List.of(cluster.node(1)), false);
    cluster.get(2).directory().close();
    cluster.await(() -> cluster.get(0).there().size() == 1);

    cluster.world.network().connections().forEach(connection -> connection.cut("cut"));
    cluster.world.network().heal();
    cluster.await(() -> cluster.get(1).there().size() == 1);

    assertThat(announcedAll(1)).isOne();
    assertThat(cluster.get(1).events()).contains("left has left meanwhile");
  }

  @Test
  void shouldTakeANodeThatStartsAgainForAnother() {
    cluster.get(1).hold(X);
    cluster.publish(1);

    cluster.node(1).crash();
    cluster.node(1).startAgain();
    cluster.await(() -> cluster.get(2).there().contains(cluster.node(1).ref()));

    assertThat(cluster.get(2).there()).hasSize(2);
    assertThat(cluster.get(2).events())
        .anyMatch(event -> event.contains("has started again"))
        .filteredOn("joined n1"::equals)
        .hasSize(2);
    assertThat(cluster.search(2, X).found).containsExactly(List.of());
    cluster.await(() -> cluster.get(0).directory().figures().holders() == 3);
  }

  @Test
  void shouldTakeOthersForGoneWhoDoNotFindANewHost() {
    cluster.node(0).crash();
    cluster.node(2).crash();
    cluster.node(0).startAgain();

    cluster.await(() -> cluster.get(1).directory().nodes().size() == 2);

    assertThat(cluster.get(1).events())
        .contains("left did not join the directory again after it was lost");
  }

  @Test
  void shouldAnnounceEverythingAnewAfterTheQueueWasFull() {
    DirectorySettings small =
        new DirectorySettings(2_000_000, 8_000_000, new Backoff(200_000, 2_000_000), 10);
    cluster.start(node -> new TestNode(node, cluster.node(0).address(), small));
    cluster.awaitJoined();
    List<ObjectId> ids = IntStream.range(0, 30).mapToObj(i -> ObjectId.named("o" + i)).toList();

    cluster.node(0).crash();
    cluster.await(() -> !cluster.get(3).directory().status().reachable());
    ids.forEach(cluster.get(3)::hold);
    assertThat(cluster.get(3).directory().status().queuedAnnouncements()).isEqualTo(10);
    assertThat(cluster.get(3).directory().status().droppedAnnouncements()).isEqualTo(20);
    Found published = new Found();
    cluster.get(3).directory().whenPublished(() -> published.unavailable("no"));
    cluster.node(0).startAgain();
    cluster.awaitJoined();

    cluster.await(() -> !published.unavailable.isEmpty());
    assertThat(ids).allMatch(id -> cluster.search(1, id).found.getFirst().size() == 1);
    assertThat(cluster.get(3).directory().status().queuedAnnouncements()).isZero();
  }

  @Test
  void shouldAnnounceEverythingAnewAfterTheQueueWasFullWithoutLosingTheHost() {
    DirectorySettings small =
        new DirectorySettings(2_000_000, 8_000_000, new Backoff(200_000, 2_000_000), 10);
    cluster.start(node -> new TestNode(node, cluster.node(0).address(), small));
    cluster.awaitJoined();
    List<ObjectId> ids = IntStream.range(0, 15).mapToObj(i -> ObjectId.named("o" + i)).toList();
    Found watching = new Found();
    cluster.get(3).directory().search(List.of(X), true, watching);
    cluster.await(() -> watching.found.size() == 1);
    ids.forEach(cluster.get(3)::hold);
    assertThat(cluster.get(3).directory().status().droppedAnnouncements()).isEqualTo(5);
    ids.subList(0, 10).forEach(cluster.get(3)::drop);

    cluster.publish(3);

    cluster.get(1).hold(X);
    cluster.await(() -> watching.found.getLast().size() == 1);
    assertThat(watching.unavailable).isEmpty();
    assertThat(ids.subList(10, 15))
        .allMatch(id -> cluster.search(1, id).found.getFirst().size() == 1);
    assertThat(ids.subList(0, 10)).allMatch(id -> cluster.search(1, id).found.getFirst().isEmpty());
  }

  @Test
  void shouldSayWhyANodeThatIsNotTheHostRefuses() {
    cluster.start(node -> new TestNode(node, cluster.node(1).address()));

    cluster.await(() ->
        cluster
            .get(3)
            .directory()
            .status()
            .why()
            .equals("the directory is not here but at simulated://n0"));

    assertThat(cluster.get(3).directory().status().reachable()).isFalse();
    assertThat(cluster.get(3).directory().nodes()).hasSize(1);
  }

  @Test
  void shouldSayWhyNobodyAnswers() {
    cluster.node(0).crash();
    cluster.start(node -> new TestNode(node, cluster.node(0).address()));
    Found found = new Found();
    cluster.get(3).directory().search(List.of(X), false, found);

    cluster.await(() -> !found.unavailable.isEmpty());

    assertThat(found.unavailable).containsExactly("n0 is down");
    assertThat(cluster.get(3).directory().figures().searches()).isZero();
  }

  @Test
  void shouldSurviveNonsenseOverOneConnection() {
    Rogue rogue = new Rogue(cluster.world.node("rogue"), cluster.node(0));
    Rogue other = new Rogue(cluster.world.node("other"), cluster.node(1));
    Seeds.run(
        "nonsense for a directory",
        random -> {
          for (int i = 0; i < 300; i++) {
            byte[] bytes = new byte[16 + random.nextInt(200)];
            random.nextBytes(bytes);
            MemorySegment message = MemorySegment.ofArray(bytes);
            MessageHeader.write(
                message, ServiceId.DIRECTORY, random.nextInt(14), 0, bytes.length - 16, 1);
            rogue.send(message);
            other.send(message);
          }
        });

    cluster.world.runFor(Duration.ofMillis(5));
    assertThat(rogue.ends()).anyMatch(why -> why.contains("bad message"));
    assertThat(other.ends()).anyMatch(why -> why.contains("bad message"));
    Location location = cluster.get(1).hold(X);
    cluster.publish(1);
    assertThat(cluster.search(2, X).found).containsExactly(List.of(location));
    assertThat(cluster.get(2).events()).noneMatch(event -> event.startsWith("left"));
    assertThat(cluster.get(0).directory().figures().guests()).isEqualTo(2);
  }

  @Test
  void shouldRefuseWhoSpeaksForAnother() {
    Rogue rogue = new Rogue(cluster.world.node("rogue"), cluster.node(0));
    NodeInfo victim = cluster.get(1).info();
    DirectoryMessage join = new JoinMessage(0, 1, victim);

    rogue.send(join.write(new MessageWriter(ServiceId.DIRECTORY, 4096)));
    cluster.world.runFor(Duration.ofMillis(1));

    assertThat(rogue.ends()).anyMatch(why -> why.contains("found a JOIN of 2@"));
    assertThat(cluster.get(2).events()).noneMatch(event -> event.startsWith("left"));
  }

  @Test
  void shouldLeaveNoTraceOfTenThousandVisits() {
    for (int i = 0; i < 5_000; i++) {
      visit(true);
      visit(false);
    }
    cluster.node(1).startAgain();
    cluster.awaitJoined();

    assertThat(cluster.get(0).directory().figures())
        .isEqualTo(new DirectoryFigures(0, 3, 2, 0, 0, 0));
    assertThat(cluster.get(2).directory().figures())
        .isEqualTo(new DirectoryFigures(0, 0, 0, 0, 0, 0));
    assertThat(cluster.get(2).there()).hasSize(2);
  }

  /** A life of a node: comes, holds something, watches something, leaves or dies. */
  private void visit(boolean inPeace) {
    cluster.node(1).startAgain();
    TestNode visitor = cluster.get(1);
    visitor.hold(X);
    visitor.directory().search(List.of(ObjectId.named("y")), true, new Found());
    cluster.await(() -> cluster.get(2).there().contains(visitor.node().ref()));
    if (inPeace) {
      visitor.directory().close();
      cluster.await(() -> cluster.get(0).directory().figures().guests() == 1);
    }
    cluster.node(1).crash();
  }
}
