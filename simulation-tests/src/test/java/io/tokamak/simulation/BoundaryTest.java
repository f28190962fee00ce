// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.simulation.client.Desk;
import io.tokamak.simulation.cluster.Calm;
import io.tokamak.simulation.cluster.Cluster;
import io.tokamak.simulation.cluster.Member;
import io.tokamak.simulation.cluster.Peace;
import io.tokamak.simulation.cluster.Plan;
import io.tokamak.testkit.simulation.Connection;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.Simulation;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The connection is cut after the first thing that happens in a fetch, in the next fetch after the
 * second, and so on until a fetch is over before the cut. Each of them succeeds all the same.
 */
class BoundaryTest {
  private static final int SEEDS = 5;
  private static final int MOST_MOMENTS = 400;
  private static final int UNCUT_IN_A_ROW = 3;
  private static final int LENGTH = 10_000;

  @ParameterizedTest
  @EnumSource
  void shouldSurviveACutAtEveryBoundary(Protocol protocol) {
    cutEverywhere(protocol, Semantics.tcp());
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveACutAtEveryBoundaryOfTheWeakestFabric(Protocol protocol) {
    cutEverywhere(protocol, Semantics.weakest());
  }

  private static void cutEverywhere(Protocol protocol, FabricCapabilities fabric) {
    Simulation.of("cut everywhere: " + protocol)
        .seeds(SEEDS)
        .fabric(fabric)
        .run(world -> new Cuts(world, protocol).play());
  }

  /** One run. */
  private static final class Cuts {
    private final World world;
    private final Protocol protocol;
    private final Cluster cluster;
    private final Peace peace;

    Cuts(World world, Protocol protocol) {
      this.world = world;
      this.protocol = protocol;
      cluster =
          new Cluster(
              world,
              Plan.usual().withNodes(2).withObjects(new Plan.Objects(1, LENGTH, 32 << 10, 4)));
      peace = new Peace(cluster);
    }

    void play() {
      peace.untilAllSeeAll();
      int uncut = 0;
      int moment = 0;
      while (uncut < UNCUT_IN_A_ROW) {
        moment++;
        assertThat(moment).as("moments of one fetch").isLessThan(MOST_MOMENTS);
        uncut = isCut(moment) ? 0 : uncut + 1;
      }
      Calm.of(cluster);
    }

    /** Fetches an object in spite of a cut. Returns whether there was one. */
    private boolean isCut(int moment) {
      List<Member> members = cluster.members();
      Member holder = members.getFirst();
      Member fetcher = members.getLast();
      ObjectId id = holder.desk().world().ids().getFirst();
      members.forEach(member -> member.store().delete(List.of(id)));
      peace.until(
          "the last one is gone",
          () -> members.stream().noneMatch(member -> member.store().contains(id)),
          () -> "somebody has it pinned");
      peace.put(holder, id, LENGTH);
      peace.untilPublished(holder);
      if (moment % 2 == 0) {
        world.network().connections().forEach(BoundaryTest::cut);
      }
      world.trace("cut %s of %s after moment %d".formatted(protocol, Desk.name(id), moment));
      world.cutAfter(moment);
      peace.fetchSuccessfully(fetcher, id, protocol);
      return !world.disarmCut();
    }
  }

  private static void cut(Connection connection) {
    connection.cut("to begin with a new one");
  }
}
