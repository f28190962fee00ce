// SPDX-License-Identifier: Apache-2.0

package io.tokamak.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.simulation.client.Asking;
import io.tokamak.simulation.cluster.Calm;
import io.tokamak.simulation.cluster.Cluster;
import io.tokamak.simulation.cluster.Member;
import io.tokamak.simulation.cluster.Peace;
import io.tokamak.simulation.cluster.Plan;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.Simulation;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.CostTable;
import io.tokamak.transfer.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Measuring the protocols against another node, to its end and until something ends it. */
class CalibrationTest {
  private static final int SEEDS = 20;
  private static final Duration ENOUGH = Duration.ofSeconds(10);

  private static Peace twoNodes(World world) {
    Peace peace = new Peace(new Cluster(world, Plan.usual().withNodes(2)));
    peace.untilAllSeeAll();
    return peace;
  }

  private static CalibrationOutcome calibrate(Peace peace, Duration within, Runnable meanwhile) {
    Member member = peace.cluster().members().getFirst();
    Member peer = peace.cluster().members().getLast();
    List<CalibrationOutcome> outcomes = new ArrayList<>();
    long deadlineNs = member.node().nowNs() + within.toNanos();
    Asking asking = Asking.toCalibrate(member.desk(), peer.node().ref(), deadlineNs, outcomes::add);
    member.node().fabric().wakeUp();
    meanwhile.run();
    peace.until("the calibration ends", asking::isOver, () -> "it goes on");
    assertThat(outcomes).hasSize(1);
    return outcomes.getFirst();
  }

  @Test
  void shouldMeasureEveryProtocolAtEverySizeThatFits() {
    Simulation.of("calibration")
        .seeds(SEEDS)
        .fabric(Semantics.tcp())
        .run(world -> {
          Peace peace = twoNodes(world);
          CalibrationOutcome outcome = calibrate(peace, ENOUGH, () -> {});
          assertThat(outcome)
              .isInstanceOfSatisfying(
                  CalibrationOutcome.Measured.class, measured -> check(measured.costs()));
          Calm.of(peace.cluster());
        });
  }

  private static void check(CostTable costs) {
    List<CostTable.Row> measured = costs.rows().stream().filter(CostTable.Row::measured).toList();
    assertThat(measured).hasSizeGreaterThan(2);
    for (CostTable.Row row : measured) {
      assertThat(row.micros()).hasSize(Protocol.values().length);
      assertThat(row.micros()).filteredOn(micros -> !micros.isNaN()).allMatch(micros -> micros > 0);
      assertThat(row.chosen()).isNotEqualTo(Protocol.SOCKET_4K);
    }
  }

  @Test
  void shouldLeaveNothingWhenItsTimeIsUp() {
    Simulation.of("calibration without time")
        .seeds(SEEDS)
        .run(world -> {
          Peace peace = twoNodes(world);
          CalibrationOutcome outcome =
              calibrate(peace, Duration.ofNanos(1 + world.random().nextInt(3_000_000)), () -> {});
          assertThat(outcome).isInstanceOf(CalibrationOutcome.Failed.class);
          Calm.of(peace.cluster());
        });
  }

  @Test
  void shouldEndWhenThePeerDies() {
    Simulation.of("calibration against one that dies")
        .seeds(SEEDS)
        .run(world -> {
          Peace peace = twoNodes(world);
          Member peer = peace.cluster().members().getLast();
          CalibrationOutcome outcome =
              calibrate(
                  peace,
                  ENOUGH,
                  () -> {
                    world.runFor(Duration.ofNanos(1 + world.random().nextInt(3_000_000)));
                    peer.node().crash();
                    peer.node().startAgain();
                    peace.cluster().member(peer.node()).client().becomeQuiet();
                  });
          assertThat(outcome).isInstanceOf(CalibrationOutcome.Failed.class);
          peace.untilAllSeeAll();
          Calm.of(peace.cluster());
        });
  }
}
