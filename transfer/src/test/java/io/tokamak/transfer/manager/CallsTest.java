// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.ManagerCalls.DeleteListener;
import io.tokamak.transfer.ManagerCalls.LocateListener;
import io.tokamak.transfer.ManagerCalls.RemoteEvents;
import io.tokamak.transfer.Protocol;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a manager does beside fetching. */
final class CallsTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final NodeRef NOBODY = new NodeRef(77, 1);

  private final TestCluster cluster = new TestCluster(Semantics.tcp());
  private final Member one = cluster.member("one");
  private final Member two = cluster.member("two");
  private final List<String> heard = new ArrayList<>();

  private long inASecond(Member member) {
    return member.node.nowNs() + SECOND_NS;
  }

  private static void go(Member member) {
    member.node.fabric().wakeUp();
  }

  @Test
  void shouldHaveAnotherNodeFetch() {
    ObjectId here = cluster.put(one, "here", 10_000, 3);
    ObjectId there = cluster.put(one, "there", 10);
    cluster.fetchAndWait(two, null, there);
    ObjectId nowhere = TestCluster.id("nowhere");
    Outcomes outcomes = new Outcomes();

    one.manager.push(List.of(here, there, nowhere), two.ref(), inASecond(one), outcomes);
    go(one);
    cluster.until(() -> outcomes.count() == 3);

    assertThat(outcomes.ids).containsExactlyInAnyOrder(here, there, nowhere);
    cluster.assertHas(two, "here", 10_000, 3);
    assertThat(outcomes.all.getFirst())
        .isInstanceOfSatisfying(
            FetchOutcome.Failed.class,
            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.OBJECT_NOT_FOUND));
    assertThat(outcomes.all)
        .anySatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    FetchOutcome.Arrived.class,
                    arrived -> assertThat(arrived.how().bytes()).isEqualTo(10_003)));
    cluster.assertAtBase();
  }

  @Test
  void shouldRefuseThePushThatIsOneTooManyOfAPeer() {
    ObjectId id = cluster.put(one, "large", 400_000);
    HeldObject room = requireNonNull(two.store.hold(cluster.put(two, "in the way", 1_900_000)));
    Outcomes outcomes = new Outcomes();
    for (int push = 0; push < 4097; push++) {
      one.manager.push(List.of(id), two.ref(), inASecond(one) + SECOND_NS, outcomes);
    }
    go(one);
    cluster.until(() -> outcomes.count() > 0);

    assertThat(outcomes.failed().code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    cluster.until(() -> outcomes.count() == 4097);
    room.release();
    cluster.assertAtBase();
  }

  @Test
  void shouldPushManyAtOnce() {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      ids.add(cluster.put(one, "object " + i, 100));
    }
    Outcomes outcomes = new Outcomes();

    one.manager.push(ids, two.ref(), inASecond(one), outcomes);
    go(one);
    cluster.until(() -> outcomes.count() == ids.size());

    assertThat(outcomes.areAllArrived()).isTrue();
    assertThat(two.directory.searched).isZero();
    cluster.assertAtBase();
  }

  @Test
  void shouldSayWhyAPushCameToNothing() {
    ObjectId id = cluster.put(one, "object", 10);
    Outcomes toNobody = new Outcomes();
    one.manager.push(List.of(id), NOBODY, inASecond(one), toNobody);
    go(one);
    cluster.until(() -> toNobody.count() == 1);
    assertThat(toNobody.failed().code()).isEqualTo(ErrorCode.NODE_LOST);

    two.spy.swallowed = TransferType.PUSH;
    Outcomes late = new Outcomes();
    one.manager.push(List.of(id), two.ref(), inASecond(one), late);
    go(one);
    cluster.until(() -> late.count() == 1);
    assertThat(late.failed().code()).isEqualTo(ErrorCode.TIMEOUT);

    Outcomes lost = new Outcomes();
    one.manager.push(List.of(id), two.ref(), inASecond(one), lost);
    go(one);
    cluster.world.runFor(Duration.ofMillis(10));
    two.node.crash();
    cluster.until(() -> lost.count() == 1);
    assertThat(lost.failed().code()).isEqualTo(ErrorCode.NODE_LOST);
    cluster.assertAtBase();
  }

  @Test
  void shouldForgetAPushThatIsCancelled() {
    ObjectId id = cluster.put(one, "object", 500_000);
    Outcomes outcomes = new Outcomes();
    Call call = one.manager.push(List.of(id), two.ref(), inASecond(one), outcomes);
    go(one);
    cluster.until(() -> two.manager.counters().get("fetches") == 1);

    call.cancel();
    cluster.world.runFor(Duration.ofMillis(100));

    assertThat(outcomes.count()).isZero();
    cluster.assertAtBase();
  }

  private final class Located implements LocateListener {
    @Override
    public void located(ObjectId id, List<Location> locations) {
      heard.add(id.equals(TestCluster.id("object")) ? "object at " + locations.size() : "other");
    }

    @Override
    public void done() {
      heard.add("done");
    }

    @Override
    public void failed(String why) {
      heard.add("failed: " + why);
    }
  }

  @Test
  void shouldSayWhereObjectsAre() {
    ObjectId id = cluster.put(one, "object", 10);
    cluster.put(two, "object", 10);

    two.manager.locate(List.of(id, TestCluster.id("x"), id), inASecond(two), new Located());
    go(two);
    cluster.until(() -> heard.contains("done"));

    assertThat(heard)
        .containsExactlyInAnyOrder("object at 2", "object at 2", "other", "done")
        .endsWith("done");
    two.manager.locate(List.of(), inASecond(two), new Located());
    assertThat(heard).endsWith("done", "done");
    cluster.assertAtBase();
  }

  @Test
  void shouldSayThatTheDirectoryCannotBeAsked() {
    cluster.board.unavailable = "it is gone";

    two.manager.locate(List.of(TestCluster.id("object")), inASecond(two), new Located());
    go(two);
    cluster.until(() -> !heard.isEmpty());

    assertThat(heard).containsExactly("failed: the directory cannot be asked: it is gone");
    cluster.assertAtBase();
  }

  @Test
  void shouldDeleteAtAllNodes() {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      ids.add(cluster.put(one, "object " + i, 10));
    }
    for (int i = 0; i < 10; i++) {
      cluster.put(two, "object " + i, 10);
    }
    DeleteListener listener = (copies, failures) -> heard.add(copies + " " + failures);

    two.manager.deleteEverywhere(ids, inASecond(two), listener);
    go(two);
    cluster.until(() -> !heard.isEmpty());

    assertThat(heard).containsExactly("510 []");
    assertThat(ids).noneMatch(id -> one.store.contains(id) || two.store.contains(id));
    cluster.assertAtBase();
    assertThat(cluster.board.of(ids.getFirst())).isEmpty();
  }

  @Test
  void shouldNameTheNodesThatCouldNotBeAskedToDelete() {
    ObjectId id = cluster.put(one, "object", 10);
    one.spy.swallowed = TransferType.DELETE;
    two.manager.deleteEverywhere(
        List.of(id), inASecond(two), (copies, failures) -> heard.add(copies + " " + failures));
    go(two);
    cluster.until(() -> !heard.isEmpty());
    assertThat(heard).containsExactly("0 [%s: no answer by the deadline]".formatted(one.ref()));

    one.node.crash();
    two.manager.deleteEverywhere(
        List.of(id), inASecond(two), (copies, failures) -> heard.add(copies + " " + failures));
    go(two);
    cluster.until(() -> heard.size() == 2);
    assertThat(heard.getLast()).startsWith("0 [" + one.ref() + ": ");
    cluster.assertAtBase();
  }

  private final class Remote implements RemoteEvents {
    @Override
    public void sealed(ObjectId id, long dataLength, int metadataLength) {
      heard.add("sealed %s %d %d".formatted(id, dataLength, metadataLength));
    }

    @Override
    public void gone(ObjectId id) {
      heard.add("gone " + id);
    }

    @Override
    public void ended(String why) {
      heard.add("ended");
    }
  }

  @Test
  void shouldTellOfWhatIsSealedAndWhatGoesAtAnotherNode() {
    two.manager.subscribe(one.ref(), new Remote());
    go(two);
    cluster.until(() -> one.manager.counters().get("subscribers") == 1);
    ObjectId id = cluster.put(one, "object", 10, 2);
    one.store.delete(List.of(id));
    go(one);
    cluster.until(() -> heard.size() == 2);
    assertThat(heard).containsExactly("sealed " + id + " 10 2", "gone " + id);

    one.node.crash();
    cluster.until(() -> heard.size() == 3);
    assertThat(heard).endsWith("ended");
    cluster.assertAtBase();
  }

  @Test
  void shouldEndASubscription() {
    Call call = two.manager.subscribe(one.ref(), new Remote());
    go(two);
    cluster.until(() -> one.manager.counters().get("subscribers") == 1);

    call.cancel();
    call.cancel();
    cluster.until(() -> one.manager.counters().get("subscribers") == 0);
    cluster.put(one, "object", 10);

    assertThat(heard).isEmpty();
    two.manager.subscribe(NOBODY, new Remote());
    go(two);
    cluster.until(() -> heard.contains("ended"));
    cluster.assertAtBase();
  }

  @Test
  void shouldSayWhenAllIsPublished() {
    one.store.put(TestCluster.id("object"), new byte[10], new byte[0]);
    one.manager.whenPublished(inASecond(one), heard::add);
    go(one);
    cluster.until(() -> !heard.isEmpty());

    assertThat(heard).containsExactly("");
    assertThat(cluster.board.of(TestCluster.id("object"))).hasSize(1);
    cluster.assertAtBase();
  }

  @Test
  void shouldAnnounceAllAgainWhenTheDirectoryForgets() {
    for (int i = 0; i < 200; i++) {
      ObjectId id = cluster.put(one, "object " + i, 10);
      cluster.board.of(id).forEach(location -> cluster.board.remove(id, location));
    }

    one.directory.forgetsAll();

    for (int i = 0; i < 200; i++) {
      ObjectId id = TestCluster.id("object " + i);
      cluster.until(() -> cluster.board.of(id).size() == 1);
    }
  }

  /**
   * All is announced in many steps, and the directory says soon that it knows the first of them.
   */
  @Test
  void shouldNotSayThatAllIsPublishedBeforeAllIsAnnouncedAgain() {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ids.add(cluster.put(one, "object " + i, 10));
    }
    for (ObjectId id : ids) {
      cluster.board.of(id).forEach(location -> cluster.board.remove(id, location));
    }
    one.manager.whenPublished(inASecond(one), heard::add);
    one.directory.forgetsAll();
    cluster.until(() -> one.manager.step(one.node.nowNs()) > 0);
    one.manager.whenPublished(inASecond(one), heard::add);

    cluster.until(() -> heard.size() == 2);

    assertThat(heard).containsExactly("", "");
    assertThat(ids).allMatch(id -> cluster.board.of(id).size() == 1);
  }

  @Test
  void shouldMeasureWhatProtocolsCost() {
    List<CalibrationOutcome> outcomes = new ArrayList<>();
    assertThat(two.manager.costs().rows()).noneMatch(row -> row.measured());

    two.manager.calibrate(one.ref(), two.node.nowNs() + 20 * SECOND_NS, outcomes::add);
    go(two);
    cluster.until(() -> !outcomes.isEmpty());

    assertThat(outcomes).singleElement().isInstanceOf(CalibrationOutcome.Measured.class);
    var rows = two.manager.costs().rows();
    assertThat(rows).allMatch(row -> row.measured() && row.fabric().equals("simulated"));
    assertThat(rows.getFirst().micros()).hasSize(Protocol.values().length).allMatch(us -> us > 0);
    cluster.assertAtBase();
  }

  @Test
  void shouldSayWhyNothingWasMeasured() {
    List<CalibrationOutcome> outcomes = new ArrayList<>();
    two.manager.calibrate(NOBODY, inASecond(two), outcomes::add);
    go(two);
    cluster.until(() -> outcomes.size() == 1);
    one.spy.swallowed = TransferType.SCRATCH;
    two.manager.calibrate(one.ref(), inASecond(two), outcomes::add);
    go(two);
    cluster.until(() -> outcomes.size() == 2);

    assertThat(outcomes).allMatch(outcome -> outcome instanceof CalibrationOutcome.Failed);
    cluster.assertAtBase();
  }

  @Test
  void shouldNameNodesAndTheWayToThem() {
    cluster.fetchAndWait(two, null, cluster.put(one, "object", 10));

    assertThat(two.manager.nodes()).extracting("name").containsExactly("one", "two");
    assertThat(two.manager.self().ref()).isEqualTo(two.ref());
    assertThat(two.manager.route(one.ref()).fabric()).isEqualTo("simulated");
    assertThat(two.manager.route(NOBODY).isThere()).isFalse();
    assertThat(two.manager.directory().kind()).isEqualTo("board");
  }
}
