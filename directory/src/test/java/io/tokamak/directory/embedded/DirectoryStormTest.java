// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.testkit.simulation.Faults;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.NodeProcess;
import io.tokamak.testkit.simulation.Simulation;
import io.tokamak.testkit.simulation.World;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Four nodes, one of them the host, come and go, hold things and look for things while everything
 * goes wrong. In the calm all of them know who is there and what is where, and nothing is left of
 * the storm.
 */
final class DirectoryStormTest {
  private static final int NODES = 4;
  private static final List<ObjectId> IDS =
      IntStream.range(0, 12).mapToObj(i -> ObjectId.named("object " + i)).toList();

  /** With a queue that is often full. */
  private static final DirectorySettings SETTINGS =
      new DirectorySettings(2_000_000, 8_000_000, new Backoff(200_000, 2_000_000), 6);

  private static final long ACT_EVERY_NS = 300_000;
  private static final Duration LATE_NEWS = Duration.ofMillis(130); // of what broke in the storm

  @Test
  void shouldKnowEverythingInTheCalm() {
    Simulation.of("directory").seeds(1_000).faults(Faults.all()).run(Storm::new);
  }

  /** What was asked, and what came of it. */
  private static final class Asked implements Finder {
    final ObjectId id;
    final boolean watching;
    final List<Location> heard = new ArrayList<>();
    int found;
    int unavailable;
    boolean closed;
    Search search = () -> {};

    Asked(ObjectId id, boolean watching) {
      this.id = id;
      this.watching = watching;
    }

    @Override
    public void found(ObjectId foundId, List<Location> locations) {
      assertThat(foundId).isEqualTo(id);
      assertThat(closed).as("heard after it was closed").isFalse();
      found++;
      heard.addAll(locations);
      assertThat(watching || found + unavailable == 1).as("heard once").isTrue();
    }

    @Override
    public void unavailable(String why) {
      assertThat(why).isNotEmpty();
      assertThat(closed).as("heard after it was closed").isFalse();
      unavailable++;
      assertThat(watching || found + unavailable == 1).as("heard once").isTrue();
    }

    boolean isOver() {
      return closed || found + unavailable > 0;
    }

    void close() {
      closed = true;
      search.close();
    }
  }

  /** One life of a node that does something in some of its steps. */
  private static final class Member implements NodeProcess {
    private final TestNode test;
    private final RandomGenerator random;
    private final Storm storm;
    private final List<Asked> asked = new ArrayList<>();
    private long nextActNs;
    private int published;
    private int toPublish;

    Member(Storm storm, TestNode test) {
      this.storm = storm;
      this.test = test;
      random = storm.world.random();
      nextActNs = test.node().nowNs();
    }

    @Override
    public long step() {
      if (storm.stormy && test.node().nowNs() - nextActNs >= 0) {
        nextActNs = test.node().nowNs() + random.nextLong(2 * ACT_EVERY_NS);
        act();
      }
      long nextNs = test.step();
      return storm.stormy ? Math.min(nextNs, nextActNs) : nextNs;
    }

    private void act() {
      ObjectId id = IDS.get(random.nextInt(IDS.size()));
      switch (random.nextInt(8)) {
        case 0, 1 -> test.hold(id);
        case 2 -> test.drop(id);
        case 3 -> ask(id, false);
        case 4 -> ask(id, true);
        case 5 -> doubt(id);
        case 6 -> publish();
        default -> close();
      }
    }

    Asked ask(ObjectId id, boolean watching) {
      Asked question = new Asked(id, watching);
      asked.add(question);
      question.search = test.directory().search(List.of(id), watching, question);
      assertThat(question.isOver()).isFalse();
      return question;
    }

    private void doubt(ObjectId id) {
      asked.stream()
          .filter(question -> question.id.equals(id) && !question.heard.isEmpty())
          .findAny()
          .map(question -> question.heard.getLast())
          .filter(location -> !storm.isHeld(id, location))
          .ifPresent(location -> test.directory().doubt(id, location));
    }

    void publish() {
      toPublish++;
      test.directory().whenPublished(() -> published++);
    }

    private void close() {
      if (!asked.isEmpty()) {
        asked.get(random.nextInt(asked.size())).close();
      }
    }

    boolean isSettled() {
      return test.directory().status().reachable()
          && test.directory().figures().waiting() == 0
          && published == toPublish
          && there().equals(storm.living())
          && asked.stream().allMatch(Asked::isOver);
    }

    Set<NodeRef> there() {
      return test.directory().nodes().stream().map(NodeInfo::ref).collect(Collectors.toSet());
    }
  }

  /** One run. */
  private static final class Storm {
    private final World world;
    private final Member[] members = new Member[NODES];
    private final List<Node> nodes = new ArrayList<>();
    private boolean stormy = true;

    Storm(World world) {
      this.world = world;
      for (int i = 0; i < NODES; i++) {
        int number = i;
        nodes.add(
            world.node(
                "n" + i,
                node -> {
                  TestNode life =
                      new TestNode(node, number == 0 ? null : nodes.get(0).address(), SETTINGS);
                  members[number] = new Member(this, life);
                  return members[number];
                }));
      }
      world.runFor(Duration.ofMillis(40));
      world.calm();
      stormy = false;
      world.runFor(LATE_NEWS);
      assertThat(world.runUntil(this::isSettled, Duration.ofSeconds(2))).as(this::state).isTrue();
      checkKnowledge();
      checkWatches();
      checkNothingIsLeft();
    }

    Set<NodeRef> living() {
      return nodes.stream().map(Node::ref).collect(Collectors.toSet());
    }

    boolean isHeld(ObjectId id, Location location) {
      return Arrays.stream(members).anyMatch(member -> location.equals(member.test.held().get(id)));
    }

    private List<Location> held(ObjectId id) {
      return Arrays.stream(members)
          .map(member -> member.test.held().get(id))
          .filter(location -> location != null)
          .toList();
    }

    private boolean isSettled() {
      return Arrays.stream(members).allMatch(Member::isSettled);
    }

    private String state() {
      return Arrays.stream(members)
          .map(member ->
              "%n%s: %s, %s, there %s of %s, told %s, published %d of %d, open %s"
                  .formatted(
                      member.test.node(),
                      member.test.directory().status(),
                      member.test.directory().figures(),
                      member.there(),
                      living(),
                      member.test.there(),
                      member.published,
                      member.toPublish,
                      member.asked.stream().filter(one -> !one.isOver()).count()))
          .collect(Collectors.joining());
    }

    private void checkKnowledge() {
      for (Member member : members) {
        Set<NodeRef> others = new HashSet<>(living());
        others.remove(member.test.node().ref());
        assertThat(member.test.there()).as("told").isEqualTo(others);
        for (ObjectId id : IDS) {
          Asked question = member.ask(id, false);
          member.test.node().fabric().wakeUp();
          assertThat(world.runUntil(question::isOver, Duration.ofSeconds(1))).isTrue();
          assertThat(question.heard)
              .as("%s at %s", id, member.test.node())
              .containsExactlyInAnyOrderElementsOf(held(id));
        }
      }
    }

    private void checkWatches() {
      for (Member member : members) {
        for (Asked question : member.asked) {
          if (question.watching && !question.closed) {
            assertThat(question.heard).containsAll(held(question.id));
          }
        }
      }
    }

    private void checkNothingIsLeft() {
      for (Member member : members) {
        member.asked.forEach(Asked::close);
        member.test.node().fabric().wakeUp();
      }
      long locations = IDS.stream().mapToLong(id -> held(id).size()).sum();
      DirectoryFigures expected = new DirectoryFigures(locations, NODES, NODES - 1, 0, 0, 0);
      world.runUntil(() -> figures(0).equals(expected), Duration.ofSeconds(1));
      assertThat(figures(0)).isEqualTo(expected);
      for (int i = 1; i < NODES; i++) {
        assertThat(figures(i)).isEqualTo(new DirectoryFigures(0, 0, 0, 0, 0, 0));
      }
    }

    private DirectoryFigures figures(int member) {
      return members[member].test.directory().figures();
    }
  }
}
