// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.simulation.client.Fetching;
import io.tokamak.simulation.cluster.Calm;
import io.tokamak.simulation.cluster.Cluster;
import io.tokamak.simulation.cluster.Member;
import io.tokamak.simulation.cluster.Peace;
import io.tokamak.simulation.cluster.Plan;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.Simulation;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Something bad happens after the first thing that happens in a fetch, in the next fetch after the
 * second, and so on, through all boundaries, until a fetch is over before.
 */
class BoundaryTest {
  private static final int SEEDS = 5;
  private static final int MOST_MOMENTS = 400;
  private static final int PEACEFUL_IN_A_ROW = 3;
  private static final int LENGTH = 10_000;

  /** What happens. */
  private enum Blow {
    /** A connection is cut. The fetch succeeds. */
    CUT,
    /** The node dies that has the object and is read from; another one has it too. */
    HOLDER_DIES,
    /** The node dies that fetches. Nobody keeps anything for it. */
    FETCHER_DIES
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveACut(Protocol protocol) {
    strikeEverywhere(Blow.CUT, protocol, Semantics.tcp());
  }

  @ParameterizedTest
  @EnumSource
  void shouldSurviveACutOnTheWeakestFabric(Protocol protocol) {
    strikeEverywhere(Blow.CUT, protocol, Semantics.weakest());
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnWithAnotherHolder(Protocol protocol) {
    strikeEverywhere(Blow.HOLDER_DIES, protocol, Semantics.tcp());
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepNothingForTheDead(Protocol protocol) {
    strikeEverywhere(Blow.FETCHER_DIES, protocol, Semantics.tcp());
  }

  private static void strikeEverywhere(Blow blow, Protocol protocol, FabricCapabilities fabric) {
    Simulation.of("%s at every boundary of %s".formatted(blow, protocol))
        .seeds(SEEDS)
        .fabric(fabric)
        .run(world -> new Blows(world, blow, protocol).play());
  }

  /** One run. */
  private static final class Blows {
    private final World world;
    private final Blow blow;
    private final Protocol protocol;
    private final Cluster cluster;
    private final Peace peace;
    private final Node other;
    private final Node holder;
    private final Node fetcher;

    Blows(World world, Blow blow, Protocol protocol) {
      this.world = world;
      this.blow = blow;
      this.protocol = protocol;
      Plan plan = Plan.usual().withObjects(new Plan.Objects(1, LENGTH, 32 << 10, 4));
      cluster = new Cluster(world, plan);
      peace = new Peace(cluster);
      other = cluster.nodes().get(0);
      holder = cluster.nodes().get(1);
      fetcher = cluster.nodes().get(2);
    }

    void play() {
      int peaceful = 0;
      int moment = 0;
      while (peaceful < PEACEFUL_IN_A_ROW) {
        moment++;
        assertThat(moment).as("moments of one fetch").isLessThan(MOST_MOMENTS);
        prepare(moment);
        strikeAfter(moment);
        fetch();
        peaceful = world.disarmMoment() ? peaceful + 1 : 0;
        cluster.nodes().forEach(Node::startAgain);
      }
      Calm.of(cluster);
    }

    private ObjectId id() {
      return cluster.member(fetcher).desk().world().ids().getFirst();
    }

    /** The object is where it is to be, and everybody knows. Every second time all is new. */
    private void prepare(int moment) {
      cluster.members().forEach(member -> member.client().becomeQuiet());
      peace.untilAllSeeAll();
      cluster.members().forEach(member -> member.store().delete(List.of(id())));
      peace.until(
          "the last one is gone",
          () -> cluster.members().stream().noneMatch(member -> member.store().contains(id())),
          () -> "somebody has it pinned");
      put(holder);
      if (blow == Blow.HOLDER_DIES) {
        put(other);
      }
      if (moment % 2 == 0) {
        world.network().connections().forEach(connection -> connection.cut("to begin anew"));
      }
    }

    private void put(Node node) {
      Member member = cluster.member(node);
      peace.put(member, id(), LENGTH);
      peace.untilPublished(member);
    }

    private void strikeAfter(int moment) {
      world.trace("%s after moment %d of %s".formatted(blow, moment, protocol));
      switch (blow) {
        case CUT -> world.cutAfter(moment);
        case HOLDER_DIES -> world.afterMoments(moment, holder::crash);
        case FETCHER_DIES -> world.afterMoments(moment, fetcher::crash);
      }
    }

    private void fetch() {
      Member member = cluster.member(fetcher);
      if (blow != Blow.FETCHER_DIES) {
        peace.fetchSuccessfully(member, id(), protocol);
      } else {
        Fetching fetching = peace.fetch(member, List.of(id()), protocol, Duration.ofSeconds(1));
        peace.until("it ends", () -> fetching.isOver() || !fetcher.isUp(), () -> "it goes on");
      }
    }
  }
}
