// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation;

import io.tokamak.simulation.client.Fetching;
import io.tokamak.simulation.cluster.Calm;
import io.tokamak.simulation.cluster.Cluster;
import io.tokamak.simulation.cluster.Member;
import io.tokamak.simulation.cluster.Peace;
import io.tokamak.simulation.cluster.Plan;
import io.tokamak.testkit.simulation.Connection;
import io.tokamak.testkit.simulation.Simulation;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten thousand transfers are killed half-way, in every way there is; nothing of them is left. */
class KilledTransfersTest {
  private static final int RUNS = 10;
  private static final int KILLS_IN_A_RUN = 1000;
  private static final int LENGTH = 5000;
  private static final List<Protocol> PROTOCOLS = List.of(Protocol.values());

  @Test
  void shouldLeaveNothingOfKilledTransfers() {
    Simulation.of("killed transfers").seeds(RUNS).run(world -> new Kills(world).play());
  }

  /** One run. */
  private static final class Kills {
    private final World world;
    private final Cluster cluster;
    private final Peace peace;

    Kills(World world) {
      this.world = world;
      cluster =
          new Cluster(
              world,
              Plan.usual().withNodes(2).withObjects(new Plan.Objects(3, LENGTH, 32 << 10, 6)));
      peace = new Peace(cluster);
    }

    void play() {
      peace.untilAllSeeAll();
      for (int i = 0; i < KILLS_IN_A_RUN; i++) {
        killOne(PROTOCOLS.get(i % PROTOCOLS.size()));
      }
      Calm.of(cluster);
    }

    private void killOne(Protocol protocol) {
      List<Member> members = cluster.members();
      Member holder = members.getFirst();
      Member fetcher = members.getLast();
      ObjectId id = holder.desk().anyId();
      fetcher.store().delete(List.of(id));
      if (!holder.store().contains(id)) {
        peace.put(holder, id, LENGTH);
      }
      Fetching fetching =
          peace.fetch(fetcher, List.of(id), protocol, Duration.ofNanos(5_000 + any(300_000)));
      world.runFor(Duration.ofNanos(any(30_000)));
      kill(any(8), fetcher, holder);
      peace.until(
          "the fetch ends",
          () -> fetching.isOver() || cluster.member(fetcher.node()) != fetcher,
          () -> "it goes on");
    }

    private void kill(int how, Member fetcher, Member holder) {
      switch (how) {
        case 0, 1, 2 -> world.network().connections().forEach(Kills::cut);
        case 3 -> holder.store().delete(holder.store().sealed());
        case 4 -> fetcher.node().pause(Duration.ofNanos(500_000));
        case 5 -> die(fetcher);
        default -> {} // its deadline
      }
    }

    /** Sometimes: it takes a while until all see each other again. */
    private void die(Member fetcher) {
      if (any(8) == 0) {
        fetcher.node().crash();
        fetcher.node().startAgain();
        cluster.member(fetcher.node()).client().becomeQuiet();
        peace.untilAllSeeAll();
      }
    }

    private int any(int bound) {
      return world.random().nextInt(bound);
    }

    private static void cut(Connection connection) {
      connection.cut("killed");
    }
  }
}
