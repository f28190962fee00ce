// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.testkit.simulation.FaultKind;
import io.tokamak.testkit.simulation.Faults;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.Simulation;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong between two nodes costs time, never bytes and never a leak. */
final class FailuresTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final long MS = 1_000_000;
  private static final int LENGTH = 60_000;

  private TestCluster cluster = new TestCluster(Semantics.tcp());

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldTakeAnotherHolderWheneverOneDies(Protocol protocol) {
    for (int micros = 0; micros < 300; micros += 23) {
      cluster = new TestCluster(Semantics.tcp());
      Member holder = cluster.member("holder");
      Member other = cluster.member("other");
      Member receiver = cluster.member("receiver");
      ObjectId id = cluster.put(holder, "object", LENGTH);
      cluster.put(other, "object", LENGTH);

      Outcomes outcomes = cluster.fetch(receiver, protocol, id);
      cluster.world.runFor(Duration.ofNanos(micros * 1000L));
      holder.node.crash();
      cluster.until(() -> outcomes.count() == 1);

      outcomes.arrived();
      cluster.assertHas(receiver, "object", LENGTH, 0);
      cluster.assertAtBase();
    }
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldSurviveACutAfterEachMoment(Protocol protocol) {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    int cuts = 0;
    boolean cut = true;
    for (int moment = 1; cut && moment < 200; moment++) {
      ObjectId id = cluster.put(holder, "object " + moment, 20_000, 3);
      cluster.fetchAndWait(receiver, protocol, cluster.put(holder, "warm " + moment, 1));
      int before = receiver.spy.disconnects.size();
      cluster.world.cutAfter(moment);
      Outcomes outcomes = cluster.fetchAndWait(receiver, protocol, id);
      cluster.world.runFor(Duration.ofMillis(1));

      outcomes.arrived();
      cluster.assertHas(receiver, "object " + moment, 20_000, 3);
      cut = receiver.spy.disconnects.size() > before;
      cuts += cut ? 1 : 0;
    }
    assertThat(cuts).isGreaterThan(3);
    cluster.assertAtBase();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldLetGoOfEverythingWhenTheReceiverDies(Protocol protocol) {
    for (int micros = 0; micros < 200; micros += 31) {
      cluster = new TestCluster(Semantics.tcp());
      Member holder = cluster.member("holder");
      Member receiver = cluster.member("receiver");
      ObjectId id = cluster.put(holder, "object", LENGTH);

      cluster.fetch(receiver, protocol, id);
      cluster.world.runFor(Duration.ofNanos(micros * 1000L));
      receiver.node.crash();

      cluster.assertAtBase();
    }
  }

  /** The memory is used again at once. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldNeverBringOtherBytesWhenTheObjectIsDeleted(Protocol protocol) {
    int arrivals = 0;
    for (int micros = 0; micros < 100; micros += 5) {
      cluster = new TestCluster(Semantics.tcp()).withStores(2 * LENGTH);
      Member holder = cluster.member("holder");
      Member receiver = cluster.member("receiver");
      ObjectId id = cluster.put(holder, "object", LENGTH);
      cluster.fetchAndWait(receiver, protocol, cluster.put(holder, "warm", 1));

      Outcomes outcomes = cluster.fetch(receiver, Priority.GET, protocol, SHORT, id);
      cluster.world.runFor(Duration.ofNanos(micros * 1000L));
      holder.store.delete(List.of(id));
      if (!holder.store.contains(id)) {
        holder.store.put(TestCluster.id("usurper"), new byte[LENGTH], new byte[0]);
      }
      holder.node.fabric().wakeUp();
      cluster.until(() -> outcomes.count() == 1);

      if (outcomes.areAllArrived()) {
        arrivals++;
        cluster.assertHas(receiver, "object", LENGTH, 0);
      } else {
        assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.OBJECT_NOT_FOUND);
      }
      cluster.assertAtBase();
    }
    assertThat(arrivals).isLessThan(20);
  }

  @Test
  void shouldDropALocationThatIsWrongAndTakeTheNext() {
    Member liar = cluster.member("liar");
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = TestCluster.id("object");
    Location wrong = new Place(64, LENGTH, 0, 7, 3).at(liar.ref());
    cluster.board.add(id, wrong);
    cluster.put(holder, "object", LENGTH);

    cluster.fetchAndWait(receiver, null, id).arrived();

    cluster.assertHas(receiver, "object", LENGTH, 0);
    cluster.assertAtBase();
  }

  @Test
  void shouldSayWhatWasTriedWhenAllLocationsAreWrong() {
    Member liar = cluster.member("liar");
    Member receiver = cluster.member("receiver");
    ObjectId id = TestCluster.id("object");
    cluster.board.add(id, new Place(64, LENGTH, 0, 7, 3).at(liar.ref()));

    Outcomes outcomes = cluster.fetch(receiver, Priority.GET, null, SHORT, id);
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.OBJECT_NOT_FOUND);
    assertThat(outcomes.failed().why())
        .contains(liar.ref() + " over simulated by direct: the object is not there any more")
        .contains("the holder does not have it");
    assertThat(cluster.board.doubts).isPositive();
    assertThat(cluster.board.of(id)).isEmpty();
    cluster.assertAtBase();
  }

  @Test
  void shouldSurviveLocationsThatAreAbsurd() {
    Member liar = cluster.member("liar");
    Member receiver = cluster.member("receiver");
    ObjectId id = TestCluster.id("object");
    cluster.board.add(
        id, new Place(Long.MAX_VALUE / 2, 10, 0, Integer.MAX_VALUE, 3).at(liar.ref()));

    Outcomes outcomes = cluster.fetch(receiver, Priority.GET, Protocol.DIRECT, SHORT, id);
    cluster.until(() -> outcomes.count() == 1);

    outcomes.failed();
    cluster.assertAtBase();
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void shouldBeginAnewWhenTheObjectHasOtherLengths(Protocol protocol) {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 1000);
    Location known = cluster.board.of(id).getFirst();
    cluster.board.add(
        id,
        new Place(known.offset(), 10, 0, known.entry(), known.generation() + 1).at(holder.ref()));

    cluster.fetchAndWait(receiver, protocol, id).arrived();

    cluster.assertHas(receiver, "object", 1000, 0);
    cluster.assertAtBase();
  }

  @Test
  void shouldFetchFromThePeersNextLife() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    cluster.fetchAndWait(receiver, null, cluster.put(holder, "before", 1000));
    holder.node.crash();
    holder.node.startAgain();
    Member again = cluster.current("holder");
    ObjectId id = cluster.put(again, "after", 1000);

    cluster.fetchAndWait(receiver, null, id).arrived();

    cluster.assertHas(receiver, "after", 1000, 0);
    assertThat(again.ref().epoch()).isGreaterThan(holder.ref().epoch());
    cluster.assertAtBase();
  }

  private static Simulation damage() {
    return Simulation.of("damage")
        .seeds(20)
        .faults(Faults.only(FaultKind.DAMAGE))
        .fabric(Semantics.weakestChecked());
  }

  @Test
  void shouldNoticeDamageThatTheFabricDoesNot() {
    int[] damaged = {0};
    damage()
        .run(world -> {
          cluster = new TestCluster(world);
          Member holder = cluster.member("holder");
          Member receiver = cluster.member("receiver");
          cluster.fetchAndWait(receiver, null, cluster.put(holder, "warm", 1));
          ObjectId id = cluster.put(holder, "object", LENGTH);
          world.network().connections().getFirst().spoilNext(FaultKind.DAMAGE);

          cluster.fetchAndWait(receiver, Protocol.DIRECT, id).arrived();

          cluster.assertHas(receiver, "object", LENGTH, 0);
          damaged[0] += receiver.manager.counters().get("damaged") > 0 ? 1 : 0;
        });
    assertThat(damaged[0]).isEqualTo(20);
  }

  @Test
  void shouldGiveUpWhatAlwaysArrivesDamaged() {
    damage()
        .run(world -> {
          cluster = new TestCluster(world);
          Member holder = cluster.member("holder");
          Member receiver = cluster.member("receiver");
          ObjectId id = cluster.put(holder, "object", LENGTH);
          Outcomes outcomes = cluster.fetch(receiver, Protocol.RENDEZVOUS, id);

          cluster.until(() -> {
            world.network().connections().forEach(one -> one.spoilNext(FaultKind.DAMAGE));
            return outcomes.count() == 1;
          });

          assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.PROTOCOL_MISMATCH);
          assertThat(outcomes.failed().why()).contains("damaged 8 times");
          assertThat(receiver.store.contains(id)).isFalse();
        });
  }

  @Test
  void shouldAskAnotherWhenAHolderSaysNothing() {
    cluster.with(ManagerSettings.defaults().withTimes(1000 * MS, 50 * MS));
    Member holder = cluster.member("holder");
    Member other = cluster.member("other");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", LENGTH);
    cluster.put(other, "object", LENGTH);
    holder.spy.swallowed = TransferType.TRANSFER;
    other.spy.swallowed = TransferType.TRANSFER;

    Outcomes outcomes = cluster.fetch(receiver, Protocol.EAGER, id);
    cluster.world.runFor(SHORT);
    assertThat(outcomes.count()).isZero();
    assertThat(holder.spy.received).contains(TransferType.TRANSFER);
    assertThat(other.spy.received).contains(TransferType.TRANSFER);
    other.spy.swallowed = null;
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.arrived().peer()).isEqualTo(other.ref());
    cluster.assertAtBase();
  }

  @Test
  void shouldLetGoOfAnObjectWhenTheReceiverIsSilentForTooLong() {
    cluster.with(ManagerSettings.defaults().withTimes(200 * MS, 5000 * MS));
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", LENGTH);
    holder.spy.swallowed = TransferType.FIN;

    cluster.fetchAndWait(receiver, Protocol.RENDEZVOUS, id).arrived();
    assertThat(holder.store.held()).isEqualTo(1);

    cluster.assertAtBase();
  }

  @Test
  void shouldTurnDownTooManyAndNameSomebodyElse() {
    cluster.with(ManagerSettings.defaults().withQueues(100, 1));
    Member holder = cluster.member("holder");
    Member first = cluster.member("first");
    Member second = cluster.member("second");
    ObjectId id = cluster.put(holder, "object", LENGTH);
    Location atHolder = cluster.board.of(id).getFirst();
    ObjectId blocking = cluster.put(holder, "blocking", LENGTH);
    cluster.fetchAndWait(first, Protocol.EAGER, id).arrived();
    cluster.until(() -> cluster.board.of(id).size() == 2);
    cluster.board.remove(id, cluster.board.of(id).getLast());
    assertThat(cluster.board.of(id)).containsExactly(atHolder);
    holder.spy.swallowed = TransferType.FIN;
    cluster.fetchAndWait(first, Protocol.RENDEZVOUS, blocking).arrived();

    Outcomes outcomes = cluster.fetchAndWait(second, Protocol.EAGER, id);

    assertThat(outcomes.arrived().peer()).isEqualTo(first.ref());
    assertThat(holder.manager.counters().get("busy")).isPositive();
  }

  @Test
  void shouldServeOthersWhileOneTakesNothing() {
    cluster.withStores(8 << 20);
    Member holder = cluster.member("holder");
    Member slow = cluster.member("slow");
    Member quick = cluster.member("quick");
    ObjectId large = cluster.put(holder, "large", 4 << 20);
    ObjectId small = cluster.put(holder, "small", LENGTH);
    cluster.fetch(slow, Protocol.SOCKET, large);
    cluster.until(() -> holder.manager.counters().get("outgoing") == 1);
    slow.node.pause(Duration.ofSeconds(1));

    long beganNs = quick.node.nowNs();
    cluster.fetchAndWait(quick, Protocol.SOCKET, small).arrived();

    assertThat(quick.node.nowNs() - beganNs).isLessThan(SHORT.toNanos());
    assertThat(holder.manager.counters()).containsEntry("outgoing", 1L);
  }

  @Test
  void shouldLeaveNothingBehindAfterManyKilledTransfers() {
    cluster.with(ManagerSettings.defaults().withTimes(1000 * MS, 500 * MS));
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId[] ids = new ObjectId[20];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = cluster.put(holder, "object " + i, 10_000);
    }
    List<Protocol> protocols = List.of(Protocol.values());
    for (int i = 0; i < 500; i++) {
      Protocol protocol = protocols.get(i % protocols.size());
      cluster.fetch(receiver, Priority.GET, protocol, Duration.ofMillis(1 + i % 3), ids);
      cluster.world.runFor(Duration.ofNanos(1000L * (i % 97)));
      cluster.world.network().connections().forEach(connection -> connection.cut("for the test"));
      cluster.world.runFor(Duration.ofMillis(3));
      receiver.store.delete(List.of(ids));
    }
    cluster.assertAtBase();
    assertThat(holder.manager.counters().get("links")).isLessThan(2);
    assertThat(receiver.manager.counters().get("links")).isLessThan(2);
  }

  @Test
  void shouldFailWhatIsUnderWayWhenTheManagerCloses() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", LENGTH);
    Outcomes outcomes = cluster.fetch(receiver, Protocol.EAGER, id);
    cluster.until(() -> receiver.manager.counters().get("incoming") == 1);

    receiver.manager.close();

    assertThat(outcomes.all).singleElement().isInstanceOf(FetchOutcome.Failed.class);
    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.DISCONNECTED);
  }
}
