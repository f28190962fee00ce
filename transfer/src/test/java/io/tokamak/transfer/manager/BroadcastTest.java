// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One object goes to many nodes, which hand on what they have. */
final class BroadcastTest {
  private static final int LENGTH = 400_003;
  private static final NodeRef NOBODY = new NodeRef(77, 1);
  private static final ManagerSettings SETTINGS =
      ManagerSettings.defaults().withStripes(100_000).withTimes(2_000_000_000, 400_000_000);

  private TestCluster cluster = new TestCluster(Semantics.tcp()).with(SETTINGS);
  private final List<Member> receivers = new ArrayList<>();
  private final Map<NodeRef, FetchOutcome> outcomes = new HashMap<>();
  private Member source = cluster.member("source");
  private ObjectId id = cluster.put(source, "object", LENGTH, 7);

  private void begin(FabricCapabilities fabric, int count) {
    cluster = new TestCluster(fabric).with(SETTINGS);
    receivers.clear();
    outcomes.clear();
    source = cluster.member("source");
    id = cluster.put(source, "object", LENGTH, 7);
    addReceivers(count);
  }

  private void addReceivers(int count) {
    for (int i = 0; i < count; i++) {
      receivers.add(cluster.member("receiver " + i));
    }
    cluster.world.runFor(Duration.ofMillis(50));
  }

  private Call broadcast(List<NodeRef> to, Duration patience) {
    Call call =
        source.manager.broadcast(id, to, source.node.nowNs() + patience.toNanos(), this::ended);
    source.node.fabric().wakeUp();
    return call;
  }

  private void ended(NodeRef node, FetchOutcome outcome) {
    assertThat(outcomes.put(node, outcome)).isNull();
  }

  private List<NodeRef> all() {
    return receivers.stream().map(Member::ref).toList();
  }

  private void assertArrived(Member receiver) {
    assertThat(outcomes.get(receiver.ref())).isInstanceOf(FetchOutcome.Arrived.class);
    cluster.assertHas(receiver, "object", LENGTH, 7);
  }

  private ErrorCode failure(NodeRef node) {
    return ((FetchOutcome.Failed) outcomes.get(node)).code();
  }

  private static long sent(Member member) {
    return member.manager.counters().get("bytes-out");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 15})
  void shouldLeaveTheSourceWithTwoCopies(int count) {
    for (FabricCapabilities fabric : List.of(Semantics.tcp(), Semantics.shm())) {
      begin(fabric, count);

      broadcast(all(), Duration.ofSeconds(5));
      cluster.until(() -> outcomes.size() == count);

      receivers.forEach(this::assertArrived);
      cluster.assertAtBase();
      long length = receivers.getFirst().manager.counters().get("bytes-in");
      assertThat(sent(source)).isEqualTo(Math.min(count, 2) * length);
      receivers.forEach(receiver -> assertThat(sent(receiver)).isLessThanOrEqualTo(2 * length));
    }
  }

  @Test
  void shouldHandOnWhatHasComeBeforeAllHas() {
    addReceivers(7);
    broadcast(all(), Duration.ofSeconds(5));
    Member relay = receivers.getFirst();
    cluster.until(() -> relay.manager.counters().get("outgoing") == 2);

    assertThat(relay.store.contains(id)).isFalse();
    cluster.until(() -> outcomes.size() == 7);
    receivers.forEach(this::assertArrived);
    cluster.assertAtBase();
  }

  @Test
  void shouldGoOnWithoutARelayThatDies() {
    int inTheMiddle = 0;
    for (int step = 0; step < 30; step++) {
      begin(step % 2 == 0 ? Semantics.tcp() : Semantics.shm(), 7);
      broadcast(all(), Duration.ofSeconds(5));
      cluster.world.runFor(Duration.ofNanos(step * 100_000L));
      inTheMiddle += outcomes.isEmpty() ? 1 : 0;
      Member dead = receivers.removeFirst();
      dead.node.crash();
      cluster.until(() -> outcomes.size() == 7);

      receivers.forEach(this::assertArrived);
      cluster.assertAtBase();
    }
    assertThat(inTheMiddle).isGreaterThan(3);
  }

  @Test
  void shouldGoOnWithoutARelayWhoseStoreIsFull() {
    addReceivers(7);
    ObjectId pinned = cluster.put(receivers.getFirst(), "pinned", 1_900_000);
    HeldObject held = requireNonNull(receivers.getFirst().store.hold(pinned));

    broadcast(all(), Duration.ofSeconds(2));
    cluster.until(() -> outcomes.size() == 7);

    held.release();
    Member full = receivers.removeFirst();
    assertThat(failure(full.ref())).isEqualTo(ErrorCode.STORE_FULL);
    receivers.forEach(this::assertArrived);
    cluster.assertAtBase();
  }

  @Test
  void shouldTellOfEachTarget() {
    addReceivers(3);
    cluster.fetchAndWait(receivers.get(1), null, id);
    List<NodeRef> to = new ArrayList<>(all());
    to.addAll(List.of(NOBODY, source.ref(), receivers.getFirst().ref()));

    broadcast(to, Duration.ofSeconds(2));
    cluster.until(() -> outcomes.size() == 5);

    assertThat(failure(NOBODY)).isEqualTo(ErrorCode.NODE_LOST);
    assertThat(outcomes.get(source.ref())).isInstanceOf(FetchOutcome.Present.class);
    assertThat(outcomes.get(receivers.get(1).ref())).isInstanceOf(FetchOutcome.Present.class);
    assertArrived(receivers.get(0));
    assertArrived(receivers.get(2));
    cluster.assertAtBase();
  }

  @Test
  void shouldSayThatTheObjectIsNotHere() {
    addReceivers(3);
    id = TestCluster.id("nowhere");

    broadcast(all(), Duration.ofSeconds(2));
    cluster.until(() -> outcomes.size() == 3);

    all().forEach(node -> assertThat(failure(node)).isEqualTo(ErrorCode.OBJECT_NOT_FOUND));
    cluster.assertAtBase();
  }

  @Test
  void shouldForgetABroadcastThatIsCancelled() {
    addReceivers(7);
    Call call = broadcast(all(), Duration.ofSeconds(2));
    cluster.until(() -> receivers.getLast().manager.counters().get("fetches") == 1);

    call.cancel();
    cluster.world.runFor(Duration.ofSeconds(1));

    cluster.assertAtBase();
  }

  /** Who waits for the id as well is not bound to what was broadcast. */
  @Test
  void shouldTakeAnotherObjectOnceTheBroadcastIsOver() {
    addReceivers(1);
    Member receiver = receivers.getFirst();
    broadcast(all(), Duration.ofSeconds(60));
    cluster.until(() -> receiver.manager.counters().get("fetches") == 1);
    Outcomes own = cluster.fetch(receiver, null, id);
    source.node.crash();
    Member other = cluster.member("other");
    other.store.put(id, TestCluster.bytes("another", LENGTH), new byte[7]);
    other.node.fabric().wakeUp();
    cluster.until(() -> own.count() == 1);

    own.arrived();
    assertThat(receiver.store.bytes(id)).isEqualTo(TestCluster.bytes("another", LENGTH));
    cluster.assertAtBase();
  }

  /** The tree holds for them, too: they are its leaves. */
  @Test
  void shouldSendTwoCopiesAlsoWhenSomeAreNotKnown() {
    addReceivers(7);
    List<NodeRef> to = new ArrayList<>(List.of(NOBODY));
    to.addAll(all());

    broadcast(to, Duration.ofSeconds(2));
    cluster.until(() -> outcomes.size() == 8);

    assertThat(failure(NOBODY)).isEqualTo(ErrorCode.NODE_LOST);
    receivers.forEach(this::assertArrived);
    long length = receivers.getFirst().manager.counters().get("bytes-in");
    assertThat(sent(source)).isEqualTo(2 * length);
    cluster.assertAtBase();
  }

  @Test
  void shouldEndInTimeWhoeverIsCutOff() {
    for (int step = 0; step < 20; step++) {
      begin(Semantics.tcp(), 7);
      Random random = new Random(step);
      broadcast(all(), Duration.ofSeconds(3));
      cluster.world.runFor(Duration.ofNanos(random.nextInt(3_000_000)));
      receivers.get(random.nextInt(7)).node.crash();
      receivers.get(random.nextInt(7)).node.crash();
      cluster.until(() -> outcomes.size() == 7);

      for (Member receiver : receivers) {
        if (receiver.node.isUp()) {
          assertArrived(receiver);
        }
      }
      cluster.assertAtBase();
    }
  }
}
