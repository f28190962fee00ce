// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.seed.Seeds;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each fault does what it says, and what else may happen does happen with some seed. */
class FaultsTest {
  private static final int LENGTH = 64;

  /** Plays all seeds even where one is given: what may happen shows in many of them only. */
  private static void each(int seeds, Faults faults, Scenario scenario) {
    assertThat(Simulation.of("faults").seeds(seeds).faults(faults).firstFailure(scenario))
        .isEmpty();
  }

  /** The seen outcomes of a write that is cut at some moment. */
  private static Set<String> outcomesOfACut(boolean flushed) {
    Set<String> seen = new HashSet<>();
    each(
        500,
        Faults.none(),
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion target = pair.b.register(LENGTH, Access.WRITE);
          MemoryRegion local = pair.a.register(LENGTH, Access.LOCAL);
          local.memory().fill((byte) 1);
          pair.toB.write(local, 0, target.pointer(0, LENGTH), 1);
          if (flushed) {
            pair.toB.flush(2);
            pair.end(2);
          }
          world.runFor(Duration.ofNanos(world.random().nextLong(20_000)));
          world.network().connections().getFirst().cut("cut");
          pair.until(() -> pair.a.endpoints.isEmpty() && pair.b.endpoints.isEmpty());
          seen.add(pair.status(1) + " " + placed(target.memory()));
        });
    return seen;
  }

  private static String placed(java.lang.foreign.MemorySegment memory) {
    return Peer.isAll(memory, (byte) 1) ? "whole" : Peer.isAll(memory, (byte) 0) ? "none" : "part";
  }

  @Test
  void shouldCutAtAnyMoment() {
    assertThat(outcomesOfACut(false))
        .containsExactlyInAnyOrder(
            "DISCONNECTED none", "DISCONNECTED part", "DISCONNECTED whole", "DONE whole");
  }

  @Test
  void shouldLoseNothingThatWasFlushed() {
    // The write's own completion may be lost with the connection.
    assertThat(outcomesOfACut(true)).containsOnly("DONE whole", "DISCONNECTED whole");
  }

  @Test
  void shouldHoldWhatIsSentIntoAPartitionUntilItHeals() {
    World world = World.of(3, Semantics.weakest());
    PairOfNodes pair = new PairOfNodes(world);
    world.network().part(List.of(pair.a.node), true);
    Peer.send(pair.toB, "held");
    Peer.send(pair.toA, "passes");
    assertThat(pair.happens(() -> !pair.b.messages.isEmpty(), Duration.ofMillis(100))).isFalse();
    assertThat(pair.a.messages).containsExactly("passes");
    world.network().heal();
    pair.until(() -> pair.b.messages.equals(List.of("held")));
  }

  @Test
  void shouldCutWhatIsPartedForSeconds() {
    PairOfNodes pair = new PairOfNodes(World.of(6, Semantics.weakest()));
    pair.world.network().part(List.of(pair.b.node), false);
    pair.world.runFor(Duration.ofSeconds(4));
    assertThat(pair.toB.state()).isEqualTo(Endpoint.State.READY);
    pair.world.runFor(Duration.ofSeconds(2));
    pair.until(() -> pair.a.endpoints.isEmpty() && pair.b.endpoints.isEmpty());
    assertThat(pair.a.news.getLast()).contains("parted for too long");
  }

  @Test
  void shouldGiveUpANodeThatFellSilent() {
    PairOfNodes pair = new PairOfNodes(World.of(7, Semantics.weakest()));
    Peer.send(pair.toB, "anybody there?"); // b does not poll
    pair.world.runFor(Duration.ofSeconds(6));
    pair.a.poll();
    assertThat(pair.a.news.getLast()).contains("fell silent");
  }

  @Test
  void shouldForgetEverythingInACrash() {
    World world = World.of(4, Semantics.weakest());
    PairOfNodes pair = new PairOfNodes(world);
    RemotePointer before = pair.b.register(8, Access.WRITE).pointer(0, 8);
    long firstEpoch = pair.b.node.ref().epoch();
    pair.toB.fetchAdd(before, 1, 1);
    pair.b.node.crash();
    assertThat(pair.status(1)).isEqualTo(OperationStatus.DISCONNECTED);
    assertThat(pair.b.node.isUp()).isFalse();

    pair.b.node.startAgain();
    assertThat(pair.b.node.ref().epoch()).isGreaterThan(firstEpoch);
    Peer second = new Peer(pair.b.node);
    Endpoint again = pair.a.connect(pair.b.node);
    while (again.state() == Endpoint.State.CONNECTING) {
      world.runFor(Duration.ofNanos(1000));
      second.poll();
      pair.a.poll();
    }
    assertThat(again.fetchAdd(before, 1, 2)).isTrue();
    pair.end(2);
    assertThat(pair.a.completions.get(2L).status()).isEqualTo(OperationStatus.STALE_POINTER);
  }

  @Test
  void shouldMakeNoStepsInAPause() {
    World world = World.of(5, Semantics.weakest());
    int[] steps = {0};
    Node node =
        world.node(
            "n",
            n ->
                () -> {
                  steps[0]++;
                  return n.nowNs() + 1000;
                });
    world.runFor(Duration.ofMillis(1));
    node.pause(Duration.ofMillis(5));
    int before = steps[0];
    world.runFor(Duration.ofMillis(4));
    assertThat(steps[0]).isEqualTo(before).isGreaterThan(100);
    world.runFor(Duration.ofMillis(2));
    assertThat(steps[0]).isGreaterThan(before);
  }

  @Test
  void shouldLetClocksDrift() {
    Set<Boolean> faster = new HashSet<>();
    each(
        50,
        Faults.only(FaultKind.DRIFT),
        world -> {
          Node a = world.node("a");
          Node b = world.node("b");
          long startA = a.nowNs();
          long startB = b.nowNs();
          world.runFor(Duration.ofSeconds(1));
          assertThat(a.worldTimeNs(a.nowNs())).isBetween(world.nowNs() - 100, world.nowNs() + 100);
          assertThat(a.nowNs() - startA).isBetween(980_000_000L, 1_020_000_000L);
          faster.add(a.nowNs() - startA > b.nowNs() - startB);
        });
    assertThat(faster).hasSize(2);
  }

  /** Reads through a pointer to a region that was closed, another one has its number perhaps. */
  private static Set<String> readsOfAClosedRegion(Faults faults) {
    Set<String> seen = new HashSet<>();
    each(
        100,
        faults,
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion local = pair.a.register(8, Access.LOCAL);
          MemoryRegion first = pair.b.register(8, Access.READ);
          RemotePointer stale = first.pointer(0, 8);
          first.memory().set(Peer.WORD, 0, 1);
          first.close();
          pair.b.register(8, Access.READ).memory().set(Peer.WORD, 0, 2);
          pair.toB.read(local, 0, stale, 1);
          seen.add(pair.status(1) + " " + local.memory().get(Peer.WORD, 0));
        });
    return seen;
  }

  @Test
  void shouldReadTheNewRegionUnderAnOldNumber() {
    assertThat(readsOfAClosedRegion(Faults.only(FaultKind.REUSE))).contains("DONE 2");
    assertThat(readsOfAClosedRegion(Faults.none())).containsExactly("DONE 1");
  }

  /** What reads of 32 bytes of 1 bring when something spoils them. */
  private static Set<String> spoiltReads(FaultKind how) {
    Set<String> seen = new HashSet<>();
    each(
        100,
        Faults.only(how).every(Duration.ofHours(1)),
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion local = pair.a.register(32, Access.LOCAL);
          MemoryRegion target = pair.b.register(32, Access.READ);
          target.memory().fill((byte) 1);
          world.network().connections().getFirst().spoilNext(how);
          pair.toB.read(local, 0, target.pointer(0, 32), 1);
          String end =
              pair.status(1) + (Peer.isAll(local.memory(), (byte) 1) ? " right" : " wrong");
          boolean lost = pair.happens(pair.a.endpoints::isEmpty, Duration.ofMillis(10));
          seen.add(end + (lost ? ", lost" : ", connected"));
        });
    return seen;
  }

  @Test
  void shouldNoticeCorruptionAndDisconnect() {
    assertThat(spoiltReads(FaultKind.CORRUPTION))
        .allSatisfy(seen -> assertThat(seen).startsWith("CORRUPT").endsWith("lost"))
        .contains("CORRUPT wrong, lost");
  }

  @Test
  void shouldNotNoticeDamage() {
    assertThat(spoiltReads(FaultKind.DAMAGE)).containsExactly("DONE wrong, connected");
  }

  @Test
  void shouldNotDamageWhatTheFabricChecks() {
    Simulation.of("checked")
        .seeds(100)
        .faults(Faults.only(FaultKind.DAMAGE))
        .fabric(Semantics.tcp())
        .run(world -> {
          PairOfNodes pair = new PairOfNodes(world);
          MemoryRegion local = pair.a.register(32, Access.LOCAL);
          MemoryRegion target = pair.b.register(32, Access.READ);
          target.memory().fill((byte) 1);
          world.network().connections().getFirst().spoilNext(FaultKind.DAMAGE);
          pair.toB.read(local, 0, target.pointer(0, 32), 1);

          assertThat(pair.status(1)).isEqualTo(OperationStatus.DONE);
          assertThat(Peer.isAll(local.memory(), (byte) 1)).isTrue();
        });
  }

  @Test
  void shouldLeaveLittleRoomUnderPressure() {
    Set<Integer> rooms = new HashSet<>();
    each(
        100,
        Faults.only(FaultKind.PRESSURE),
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          RemotePointer word = pair.b.register(8, Access.WRITE).pointer(0, 8);
          int room = 0;
          while (pair.toB.fetchAdd(word, 1, room + 1)) {
            room++;
          }
          rooms.add(room);
        });
    assertThat(rooms).containsExactlyInAnyOrder(1, 2, 3, 4, 64);
  }

  @Test
  void shouldDelaySomeDeliveriesAThousandTimes() {
    long[] longest = {0};
    each(
        2000,
        Faults.only(FaultKind.DELAY),
        world -> {
          PairOfNodes pair = new PairOfNodes(world);
          long sentAtNs = world.nowNs();
          Peer.send(pair.toB, "late");
          pair.until(() -> !pair.b.messages.isEmpty());
          longest[0] = Math.max(longest[0], world.nowNs() - sentAtNs);
        });
    assertThat(longest[0]).isGreaterThan(1_000_000);
  }

  @Test
  void shouldDrawOnlyWhatIsSwitchedOn() {
    Faults faults =
        Faults.all().without(FaultKind.CRASH, FaultKind.DAMAGE).weight(FaultKind.CUT, 9);
    EnumSet<FaultKind> drawn = EnumSet.noneOf(FaultKind.class);
    for (long seed = 0; seed < 200; seed++) {
      drawn.add(faults.draw(Seeds.random(seed)));
    }
    assertThat(drawn)
        .containsExactly(FaultKind.CUT, FaultKind.PARTITION, FaultKind.PAUSE, FaultKind.CORRUPTION);
    assertThat(Faults.none().draw(Seeds.random(1))).isNull();
  }
}
