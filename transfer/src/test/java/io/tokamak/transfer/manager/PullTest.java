// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.FabricOffer;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets what when there is not everything for everybody at once. */
final class PullTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private final TestCluster cluster = new TestCluster(Semantics.tcp());

  @Test
  void shouldSayThatItIsHere() {
    Member holder = cluster.member("holder");
    ObjectId id = cluster.put(holder, "object", 10);

    Outcomes outcomes = cluster.fetch(holder, null, id);

    assertThat(outcomes.all).containsExactly(new FetchOutcome.Present());
  }

  @Test
  void shouldShareOneTransferAmongAllWhoWantTheObject() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 300_000);

    Outcomes one = cluster.fetch(receiver, Protocol.RENDEZVOUS, id);
    Outcomes other = cluster.fetch(receiver, null, id, id);
    cluster.until(() -> one.count() == 1 && other.count() == 2);

    assertThat(one.areAllArrived() && other.areAllArrived()).isTrue();
    assertThat(holder.manager.counters()).containsEntry("requests", 1L);
    cluster.assertAtBase();
  }

  @Test
  void shouldWaitForAnObjectThatNobodyHasYet() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    Outcomes outcomes = cluster.fetch(receiver, null, TestCluster.id("object"));
    cluster.world.runFor(SHORT);
    assertThat(outcomes.count()).isZero();

    cluster.put(holder, "object", 1000);
    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    cluster.assertHas(receiver, "object", 1000, 0);
    cluster.assertAtBase();
  }

  @Test
  void shouldSayAtTheDeadlineThatNobodyHasIt() {
    cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = TestCluster.id("object");
    long beganNs = receiver.node.nowNs();

    Outcomes outcomes = cluster.fetch(receiver, Priority.GET, null, SHORT, id);
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.OBJECT_NOT_FOUND);
    assertThat(receiver.node.nowNs() - beganNs)
        .isBetween(SHORT.toNanos(), SHORT.toNanos() + 1_000_000);
    cluster.assertAtBase();
  }

  @Test
  void shouldSayThatTheDirectoryCannotBeAsked() {
    Member receiver = cluster.member("receiver");
    cluster.board.unavailable = "it is on holiday";

    Outcomes outcomes =
        cluster.fetch(receiver, Priority.GET, null, SHORT, TestCluster.id("object"));
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(outcomes.failed().why()).contains("it is on holiday");
    cluster.assertAtBase();
  }

  @Test
  void shouldEndWhenTheObjectIsSealedHereMeanwhile() {
    Member receiver = cluster.member("receiver");
    ObjectId id = TestCluster.id("object");
    Outcomes outcomes = cluster.fetch(receiver, null, id);
    cluster.world.runFor(SHORT);

    receiver.store.put(id, new byte[10], new byte[0]);
    receiver.node.fabric().wakeUp();
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.all).containsExactly(new FetchOutcome.Present());
    cluster.assertAtBase();
  }

  /** News of a seal may come when the object has been deleted and is fetched again. */
  @Test
  void shouldNotTakeOldNewsOfASealForTheObject() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 10);
    receiver.store.put(id, new byte[10], new byte[0]);
    receiver.store.delete(List.of(id));

    Outcomes outcomes = cluster.fetch(receiver, null, id);
    receiver.node.fabric().wakeUp();
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.all.getFirst()).isInstanceOf(FetchOutcome.Arrived.class);
    cluster.assertAtBase();
  }

  @Test
  void shouldWaitForAWriterOfTheSameIdHere() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 10);
    NewObject mine = receiver.store.create(id, 10, 0);
    Outcomes outcomes = cluster.fetch(receiver, null, id);
    cluster.world.runFor(SHORT);
    assertThat(outcomes.count()).isZero();

    mine.seal();
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.all).containsExactly(new FetchOutcome.Present());
    cluster.assertAtBase();
  }

  @Test
  void shouldFetchWhatAWriterHereHasGivenUp() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 10);
    NewObject mine = receiver.store.create(id, 10, 0);
    Outcomes outcomes = cluster.fetch(receiver, null, id);
    cluster.world.runFor(SHORT);

    mine.abort();
    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    cluster.assertAtBase();
  }

  @Test
  void shouldSayThatSomebodyHereDoesNotSeal() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 10);
    NewObject mine = receiver.store.create(id, 10, 0);

    Outcomes outcomes = cluster.fetch(receiver, Priority.GET, null, SHORT, id);
    cluster.until(() -> outcomes.count() == 1);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.OBJECT_NOT_SEALED);
    mine.abort();
    cluster.assertAtBase();
  }

  @Test
  void shouldServeTheMoreUrgentFirst() {
    cluster.with(ManagerSettings.defaults().withFlights(1 << 20, 1));
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    List<ObjectId> order = new ArrayList<>();
    ObjectId[] ids = new ObjectId[6];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = cluster.put(holder, "object " + i, 50_000);
    }
    Priority[] priorities = {
      Priority.PREFETCH, Priority.PREFETCH, Priority.WAIT, Priority.WAIT, Priority.GET
    };
    for (int i = 0; i < priorities.length; i++) {
      fetchNoting(receiver, priorities[i], ids[i], order);
    }
    fetchNoting(receiver, Priority.PREFETCH, ids[5], order);
    fetchNoting(receiver, Priority.GET, ids[5], order);

    cluster.until(() -> order.size() == 7);

    assertThat(order).containsExactly(ids[4], ids[5], ids[5], ids[2], ids[3], ids[0], ids[1]);
    cluster.assertAtBase();
  }

  private static void fetchNoting(
      Member receiver, Priority priority, ObjectId id, List<ObjectId> order) {
    receiver.manager.fetch(
        List.of(id),
        priority,
        FetchOptions.NONE,
        receiver.node.nowNs() + 10_000_000_000L,
        (which, outcome) -> order.add(which));
    receiver.node.fabric().wakeUp();
  }

  @Test
  void shouldBoundWhatIsOnItsWayFromOnePeer() {
    cluster.with(ManagerSettings.defaults().withFlights(100_000, 100));
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId[] ids = new ObjectId[20];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = cluster.put(holder, "object " + i, 30_000);
    }
    ids[19] = cluster.put(holder, "long object", 200_000);

    Outcomes outcomes = cluster.fetch(receiver, null, ids);
    long[] most = {0};
    cluster.until(() -> {
      long flying = receiver.manager.counters().get("flight-bytes");
      boolean alone = receiver.manager.counters().get("incoming") == 1;
      most[0] = Math.max(most[0], alone ? 0 : flying);
      return outcomes.count() == 20;
    });

    assertThat(outcomes.areAllArrived()).isTrue();
    assertThat(most[0]).isBetween(60_000L, 100_000L);
    cluster.assertAtBase();
  }

  @Test
  void shouldRefuseMoreThanTheQueueTakes() {
    cluster.with(ManagerSettings.defaults().withQueues(2, 10));
    Member receiver = cluster.member("receiver");

    Outcomes outcomes =
        cluster.fetch(
            receiver,
            Priority.GET,
            null,
            SHORT,
            TestCluster.id("1"),
            TestCluster.id("2"),
            TestCluster.id("3"));

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    assertThat(outcomes.failed().why()).contains("2 objects");
    cluster.until(() -> outcomes.count() == 3);
    cluster.assertAtBase();
  }

  @Test
  void shouldWaitForRoomInTheStore() {
    cluster.withStores(1 << 20);
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 400_000);
    HeldObject[] held = fill(receiver);
    Outcomes outcomes = cluster.fetch(receiver, null, id);
    cluster.world.runFor(SHORT);
    assertThat(outcomes.count()).isZero();

    held[0].release();
    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    held[1].release();
    cluster.assertAtBase();
  }

  /** Whoever waits for memory and cannot go anyway holds up nobody, and is first when it can. */
  @Test
  void shouldLetOthersPassWhoeverWaitsForMemoryAndAConnection() {
    cluster.withStores(1 << 20);
    Member holder = cluster.member("holder");
    Member other = cluster.member("other");
    Member receiver = cluster.member("receiver");
    ObjectId large = cluster.put(holder, "large", 400_000);
    ObjectId small = cluster.put(other, "small", 1000);
    HeldObject[] held = fill(receiver);
    Outcomes first = cluster.fetch(receiver, null, large);
    cluster.world.runFor(SHORT);
    cluster.world.network().part(List.of(holder.node), false);
    cluster.world.network().connections().forEach(connection -> connection.cut("cut"));
    cluster.world.runFor(Duration.ofMillis(5));

    Outcomes second = cluster.fetch(receiver, null, small);
    cluster.world.runFor(SHORT);
    second.arrived();

    cluster.world.network().heal();
    held[0].release();
    cluster.until(() -> first.count() == 1);
    first.arrived();
    held[1].release();
    cluster.assertAtBase();
  }

  private static HeldObject[] fill(Member member) {
    HeldObject[] held = new HeldObject[2];
    for (int i = 0; i < held.length; i++) {
      ObjectId id = TestCluster.id("filler " + i);
      member.store.put(id, new byte[500_000], new byte[0]);
      held[i] = member.store.hold(id);
    }
    return held;
  }

  @Test
  void shouldSayWithFiguresThatTheStoreIsFull() {
    cluster.withStores(1 << 20);
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 400_000);
    ObjectId behind = cluster.put(holder, "behind", 300_000);
    HeldObject[] held = fill(receiver);

    Outcomes outcomes = cluster.fetch(receiver, Priority.GET, null, SHORT, id);
    Outcomes waiting = cluster.fetch(receiver, null, behind);
    cluster.until(() -> outcomes.count() == 1);
    assertThat(waiting.count()).isZero();
    held[0].release();
    cluster.until(() -> waiting.count() == 1);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.STORE_FULL);
    assertThat(outcomes.failed().why()).contains("400000 bytes");
    waiting.arrived();
    held[1].release();
    cluster.assertAtBase();
  }

  @Test
  void shouldSayAtOnceWhatCanNeverFit() {
    cluster.withStores(4 << 20);
    Member holder = cluster.member("holder");
    cluster.withStores(1 << 20);
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 2 << 20);
    long beganNs = receiver.node.nowNs();

    Outcomes outcomes = cluster.fetchAndWait(receiver, null, id);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(receiver.node.nowNs() - beganNs).isLessThan(SHORT.toNanos());
    cluster.assertAtBase();
  }

  @Test
  void shouldLeaveNothingOfWhatIsCancelledAtAnyMoment() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    for (Protocol protocol : Protocol.values()) {
      ObjectId id = cluster.put(holder, "object " + protocol, 100_000);
      for (int micros = 0; micros < 400; micros += 9) {
        Outcomes outcomes = new Outcomes();
        Call call =
            receiver.manager.fetch(
                List.of(id),
                Priority.GET,
                new FetchOptions(protocol, List.of()),
                receiver.node.nowNs() + 1_000_000_000,
                outcomes);
        receiver.node.fabric().wakeUp();
        cluster.world.runFor(Duration.ofNanos(micros * 1000L));
        int heard = outcomes.count();
        call.cancel();
        call.cancel();
        cluster.world.runFor(Duration.ofMillis(2));
        assertThat(outcomes.count()).isEqualTo(heard);
        receiver.store.delete(List.of(id));
      }
    }
    cluster.assertAtBase();
    assertThat(receiver.spy.disconnects).isEmpty();
  }

  @Test
  void shouldCancelFromWithinAListener() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId[] ids = new ObjectId[10];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = cluster.put(holder, "object " + i, 1000);
    }
    Call[] call = new Call[1];
    List<ObjectId> heard = new ArrayList<>();
    call[0] =
        receiver.manager.fetch(
            List.of(ids),
            Priority.GET,
            FetchOptions.NONE,
            receiver.node.nowNs() + 1_000_000_000,
            (id, outcome) -> {
              heard.add(id);
              if (heard.size() == 3) {
                call[0].cancel();
              }
            });
    receiver.node.fabric().wakeUp();
    cluster.world.runFor(SHORT);

    assertThat(heard).hasSize(3);
    cluster.assertAtBase();
  }

  @Test
  void shouldTakeAHintInsteadOfAskingTheDirectory() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 1000);
    List<Location> locations = cluster.board.of(id);
    Outcomes outcomes = new Outcomes();

    receiver.manager.fetch(
        List.of(id),
        Priority.GET,
        new FetchOptions(null, locations),
        receiver.node.nowNs() + 1_000_000_000,
        outcomes);
    receiver.node.fabric().wakeUp();
    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    assertThat(receiver.directory.searched).isZero();
    cluster.assertAtBase();
  }

  @Test
  void shouldSearchAgainForWhatTheDirectoryDidNotTellOf() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    Outcomes outcomes = cluster.fetch(receiver, null, TestCluster.id("object"));
    cluster.world.runFor(SHORT);
    cluster.board.tellsNews = false;
    cluster.put(holder, "object", 10);

    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    assertThat(receiver.directory.searched).isEqualTo(2);
    cluster.assertAtBase();
  }

  @Test
  void shouldSearchForWhatAHintDoesNotLeadTo() {
    Member liar = cluster.member("liar");
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 10);
    Location there = cluster.board.of(id).getFirst();
    NewObject never = liar.store.create(id, 10, 0);
    Location hint =
        new Location(
            liar.ref(),
            there.offset(),
            there.dataLength(),
            there.metadataLength(),
            there.entry(),
            there.generation());
    Outcomes outcomes = new Outcomes();
    receiver.manager.fetch(
        List.of(id),
        Priority.GET,
        new FetchOptions(Protocol.EAGER, List.of(hint)),
        receiver.node.nowNs() + Duration.ofSeconds(5).toNanos(),
        outcomes);
    receiver.node.fabric().wakeUp();

    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    never.abort();
    cluster.assertAtBase();
  }

  @Test
  void shouldWaitForAHolderThatIsWritingTheObject() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = TestCluster.id("object");
    ObjectId never = TestCluster.id("never");
    NewObject writing = holder.store.create(id, 10, 0);
    NewObject unsealed = holder.store.create(never, 10, 0);
    cluster.board.add(id, new Place(writing.offset(), 10, 0, 0, 7).at(holder.ref()));
    cluster.board.add(never, new Place(unsealed.offset(), 10, 0, 1, 7).at(holder.ref()));
    Outcomes outcomes = cluster.fetch(receiver, Protocol.EAGER, id);
    Outcomes late = cluster.fetch(receiver, Priority.GET, Protocol.EAGER, SHORT, never);
    cluster.until(() -> late.count() == 1);
    assertThat(outcomes.count()).isZero();

    writing.seal();
    cluster.until(() -> outcomes.count() == 1);

    outcomes.arrived();
    assertThat(late.failed().code()).isEqualTo(ErrorCode.OBJECT_NOT_SEALED);
    assertThat(cluster.board.doubts).isZero();
    unsealed.abort();
    cluster.assertAtBase();
  }

  /** What cannot be read says nothing of the object: only its control word does, or its holder. */
  @Test
  void shouldAskTheHolderOfWhatCannotBeReadWithoutDoubtingIt() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(holder, "object", 10);
    NodeInfo info = cluster.board.nodes.get(holder.ref());
    List<FabricOffer> offers =
        info.offers().stream()
            .map(offer -> new FabricOffer(offer.address(), goneOf(offer.data()), offer.table()))
            .toList();
    cluster.board.nodes.put(
        holder.ref(), new NodeInfo(info.ref(), info.name(), info.capacityBytes(), offers));

    Outcomes outcomes = cluster.fetchAndWait(receiver, Protocol.DIRECT, id);

    assertThat(outcomes.arrived().protocol()).isNotEqualTo(Protocol.DIRECT);
    assertThat(cluster.board.doubts).isZero();
    assertThat(receiver.manager.counters()).containsEntry("stale", 0L);
    cluster.assertAtBase();
  }

  private static RemotePointer goneOf(RemotePointer pointer) {
    return new RemotePointer(
        pointer.epoch(), 9999, pointer.generation(), pointer.offset(), pointer.length());
  }

  @Test
  void shouldSearchOnceForAllObjectsOfACall() {
    Member holder = cluster.member("holder");
    Member receiver = cluster.member("receiver");
    ObjectId[] ids = new ObjectId[200];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = cluster.put(holder, "object " + i, 100 + i);
    }

    Outcomes outcomes = cluster.fetch(receiver, null, ids);
    cluster.until(() -> outcomes.count() == ids.length);

    assertThat(outcomes.areAllArrived()).isTrue();
    assertThat(receiver.directory.searched).isEqualTo(1);
    cluster.assertAtBase();
  }
}
