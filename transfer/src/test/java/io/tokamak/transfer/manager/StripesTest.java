// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.TransferRecord;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Large objects come from several nodes at once, or from one after the other. */
final class StripesTest {
  private static final int LENGTH = 800_003;
  private static final ManagerSettings SETTINGS = ManagerSettings.defaults().withStripes(400_000);

  private TestCluster cluster = new TestCluster(Semantics.tcp()).with(SETTINGS);

  @Test
  void shouldReadFromAllHoldersAtOnce() {
    Member one = cluster.member("one");
    Member two = cluster.member("two");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(one, "object", LENGTH, 7);
    cluster.put(two, "object", LENGTH, 7);

    TransferRecord how = cluster.fetchAndWait(receiver, null, id).arrived();

    cluster.assertHas(receiver, "object", LENGTH, 7);
    assertThat(how.sources()).isEqualTo(2);
    assertThat(how.reason()).contains("several nodes");
    cluster.assertAtBase();
  }

  @Test
  void shouldReplaceAHolderThatDiesInMidObject() {
    int resumed = 0;
    for (int micros = 20; micros < 2000; micros += 90) {
      cluster = new TestCluster(Semantics.tcp()).with(SETTINGS);
      Member one = cluster.member("one");
      Member two = cluster.member("two");
      Member receiver = cluster.member("receiver");
      ObjectId id = cluster.put(one, "object", LENGTH, 7);
      cluster.put(two, "object", LENGTH, 7);
      Outcomes outcomes = cluster.fetch(receiver, null, id);
      cluster.world.runFor(Duration.ofNanos(micros * 1000L));
      resumed += outcomes.count() == 0 ? 1 : 0;
      one.node.crash();
      cluster.until(() -> outcomes.count() == 1);

      outcomes.arrived();
      cluster.assertHas(receiver, "object", LENGTH, 7);
      cluster.assertAtBase();
    }
    assertThat(resumed).isGreaterThan(3);
  }

  /** The second one becomes known only when the first is dead. */
  @Test
  void shouldKeepWhatHasComeFromAHolderThatIsDead() {
    int kept = 0;
    for (int micros = 50; micros < 1500; micros += 60) {
      cluster = new TestCluster(Semantics.tcp()).with(SETTINGS);
      Member one = cluster.member("one");
      Member two = cluster.member("two");
      Member receiver = cluster.member("receiver");
      ObjectId id = cluster.put(one, "object", LENGTH, 7);
      Outcomes outcomes = cluster.fetch(receiver, null, id);
      cluster.world.runFor(Duration.ofNanos(micros * 1000L));
      if (outcomes.count() == 0) {
        one.node.crash();
        cluster.put(two, "object", LENGTH, 7);
        cluster.until(() -> outcomes.count() == 1);

        kept += outcomes.arrived().reason().contains("several nodes") ? 1 : 0;
        cluster.assertHas(receiver, "object", LENGTH, 7);
        cluster.assertAtBase();
      }
    }
    assertThat(kept).isPositive();
  }

  /** Pieces of two objects under one id must never meet. */
  @Test
  void shouldNotMixObjectsThatHaveOneId() {
    for (int micros = 50; micros < 1500; micros += 60) {
      cluster = new TestCluster(Semantics.tcp()).with(SETTINGS);
      Member one = cluster.member("one");
      Member two = cluster.member("two");
      Member receiver = cluster.member("receiver");
      ObjectId id = cluster.put(one, "object", LENGTH);
      two.store.put(id, TestCluster.bytes("another", LENGTH), new byte[0]);
      two.node.fabric().wakeUp();
      cluster.until(() -> cluster.board.of(id).size() == 2);
      Outcomes outcomes = cluster.fetch(receiver, null, id);
      cluster.world.runFor(Duration.ofNanos(micros * 1000L));
      (micros % 120 == 50 ? one : two).node.crash();
      cluster.until(() -> outcomes.count() == 1);

      outcomes.arrived();
      assertThat(List.of(TestCluster.bytes("object", LENGTH), TestCluster.bytes("another", LENGTH)))
          .contains(receiver.store.bytes(id));
      cluster.assertAtBase();
    }
  }

  @Test
  void shouldVerifyWhatCameFromSeveralNodesOverTheWeakestFabric() {
    cluster = new TestCluster(Semantics.weakest()).with(SETTINGS);
    Member one = cluster.member("one");
    Member two = cluster.member("two");
    Member receiver = cluster.member("receiver");
    ObjectId id = cluster.put(one, "object", LENGTH, 7);
    cluster.put(two, "object", LENGTH, 7);

    assertThat(cluster.fetchAndWait(receiver, null, id).arrived().sources()).isEqualTo(2);

    cluster.assertHas(receiver, "object", LENGTH, 7);
    cluster.assertAtBase();
  }
}
