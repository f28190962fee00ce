// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nodes announce, withdraw, search and pause while Redis forgets, stands still, refuses and breaks
 * connections. When that is over, everybody knows the truth, nobody has waited in vain, and when
 * all have left, nothing is left.
 */
final class FaultsSimulationTest {
  private static final int NODES = 3;
  private static final int STEPS = 400;
  private static final List<ObjectId> IDS =
      IntStream.range(0, 30).mapToObj(i -> ObjectId.named("f" + i)).toList();

  private final Logger log = Logger.getLogger(Outbox.class.getName());

  @BeforeEach
  void leaveOutWarnings() {
    log.setLevel(Level.SEVERE);
  }

  @AfterEach
  void bringThemBack() {
    log.setLevel(null);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void shouldEndWithTheTruthWhateverHappens() {
    long first = Seeds.pick("FaultsSimulationTest");
    int count = Seeds.given().isPresent() ? 1 : Seeds.count(300);
    for (long seed = first; seed < first + count; seed++) {
      try {
        new Run(Seeds.random(seed)).play();
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "replay with %s: %s".formatted(Seeds.replayFlag(seed), failure.getMessage()), failure);
      }
    }
  }

  /** One seed. */
  private static final class Run {
    private final RandomGenerator random;
    private final SimulatedWorld world;
    private final TestCluster cluster;
    private final List<TestNode> nodes = new ArrayList<>();
    private final List<Map.Entry<ObjectId, Found>> watchers = new ArrayList<>();
    private final List<Map.Entry<TestNode, Found>> once = new ArrayList<>();
    private final List<Map.Entry<TestNode, boolean[]>> barriers = new ArrayList<>();
    private final boolean losesMessages;
    private int epochs = 1;
    private ModelRedis snapshot;

    Run(RandomGenerator random) {
      this.random = random;
      RedisSettings usual = RedisSettings.usual();
      losesMessages = random.nextBoolean();
      world =
          new SimulatedWorld(
              random,
              new RedisSettings(
                  usual.cluster(),
                  usual.connectNs(),
                  usual.commandNs(),
                  usual.leaseNs(),
                  usual.heartbeatNs(),
                  losesMessages ? usual.recheckNs() : TimeUnit.HOURS.toNanos(1),
                  random.nextBoolean() ? usual.queued() : 10));
      cluster = new TestCluster(world);
      snapshot = world.redis().snapshot();
    }

    void play() {
      for (int id = 1; id <= NODES; id++) {
        nodes.add(cluster.node(id, 1));
      }
      for (int i = 0; i < STEPS; i++) {
        use();
        fault();
        cluster.pass(TimeUnit.MILLISECONDS.toNanos(random.nextLong(30)));
      }
      heal();
      checkTruth();
      checkNothingIsLeft();
    }

    private void use() {
      TestNode node = nodes.get(random.nextInt(NODES));
      ObjectId id = IDS.get(random.nextInt(IDS.size()));
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> node.put(id);
        case 3, 4 -> node.remove(id);
        case 5 -> {
          Found found = new Found();
          boolean watching = random.nextBoolean();
          node.directory().search(List.of(id), watching, found);
          if (!watching) {
            once.add(Map.entry(node, found));
          } else if (node == nodes.getFirst()) {
            watchers.add(Map.entry(id, found));
          }
        }
        case 6 -> notePublished(node);
        default -> doubt(node, id);
      }
    }

    private void notePublished(TestNode node) {
      boolean[] published = {false};
      barriers.add(Map.entry(node, published));
      node.directory().whenPublished(() -> published[0] = true);
    }

    /** Only of what is wrong. */
    private void doubt(TestNode node, ObjectId id) {
      TestNode other = nodes.get(random.nextInt(NODES));
      if (!other.held().containsKey(id)) {
        node.directory().doubt(id, new Location(other.ref(), 64, 1001, 8, 1, 1));
      }
    }

    private void fault() {
      FakeLink link = world.links().get(random.nextInt(world.links().size()));
      FakeFeed feed = world.feeds().get(random.nextInt(world.feeds().size()));
      switch (random.nextInt(60)) {
        case 0 -> link.cut("connection reset");
        case 1 -> feed.cut("connection reset");
        case 2 -> world.redis().flush();
        case 3 -> world.kill();
        case 4, 5 -> world.start();
        case 6 -> world.stop(TimeUnit.MILLISECONDS.toNanos(random.nextLong(5000)));
        case 7 -> world.redis().shortOfMemory(random.nextBoolean());
        case 8 -> link.refuseAll(random.nextBoolean() ? "READONLY You can't write" : null);
        case 9 -> world.silence(losesMessages && random.nextBoolean());
        case 10 -> freeze();
        case 11 -> cluster.pass(TimeUnit.MILLISECONDS.toNanos(random.nextLong(4000)));
        case 12 -> restartANode();
        case 13 -> world.late(random.nextInt(5));
        case 14, 15 -> snapshot = world.redis().snapshot();
        case 16 -> restore();
        default -> {}
      }
    }

    /** Redis dies and starts with what it had on disk. */
    private void restore() {
      if (world.isRunning()) {
        world.kill();
        world.redis().restore(snapshot);
        world.start();
      }
    }

    private void freeze() {
      TestNode node = nodes.get(random.nextInt(NODES));
      cluster.freeze(node);
      cluster.pass(TimeUnit.MILLISECONDS.toNanos(random.nextLong(6000)));
      cluster.thaw(node);
    }

    /** A node dies and comes back: whoever waits for something of it dies with it. */
    private void restartANode() {
      int index = 1 + random.nextInt(NODES - 1);
      TestNode before = nodes.get(index);
      cluster.freeze(before);
      barriers.removeIf(barrier -> barrier.getKey() == before);
      once.removeIf(search -> search.getKey() == before);
      epochs++;
      nodes.set(index, cluster.node(index + 1, epochs));
      IDS.stream().limit(10).forEach(nodes.get(index)::put);
    }

    private void heal() {
      world.start();
      world.silence(false);
      world.late(0);
      world.redis().shortOfMemory(false);
      world.links().forEach(link -> link.refuseAll(null));
      cluster.await("nothing is late any more", world::isCalm);
      // Who has not noticed yet that it was forgotten does so with its next heartbeat.
      cluster.pass(TimeUnit.SECONDS.toNanos(2));
      nodes.forEach(this::notePublished);
      cluster.await("all is well", () -> nodes.stream().allMatch(node -> node.isSettled(NODES)));
      cluster.await("all dead lives are cleaned up after", () -> world.redis().deadLives() == 0);
      cluster.await(
          "all is told that was to be", () -> barriers.stream().allMatch(one -> one.getValue()[0]));
      cluster.await(
          "nobody asks in vain", () -> once.stream().allMatch(one -> isAnswered(one.getValue())));
    }

    private static boolean isAnswered(Found found) {
      return found.answers() + found.outages().size() == 1;
    }

    private void checkTruth() {
      for (TestNode node : nodes) {
        Found found = new Found();
        node.directory().search(IDS, false, found);
        cluster.await("all is looked up", () -> found.answers() == IDS.size());
        for (ObjectId id : IDS) {
          assertThat(Set.copyOf(found.last(id))).as("%s seen by %s", id, node).isEqualTo(held(id));
        }
      }
      cluster.await(
          "watchers know what is new",
          () ->
              watchers.stream()
                  .allMatch(
                      one -> one.getValue().last(one.getKey()).containsAll(held(one.getKey()))));
    }

    private Set<Location> held(ObjectId id) {
      Set<Location> held = new HashSet<>();
      for (TestNode node : nodes) {
        Location location = node.held().get(id);
        if (location != null) {
          held.add(location);
        }
      }
      return held;
    }

    private void checkNothingIsLeft() {
      nodes.forEach(cluster::leave);
      cluster.await("nothing is left", () -> world.redis().isEmpty());
    }
  }
}
