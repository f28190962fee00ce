// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.peer.Route;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run, when faults are over: all that was begun ends, all nodes see each other, every
 * object that is anywhere can be fetched, and then nothing goes on and nothing is left.
 */
public final class Calm {
  private static final Duration REST = Duration.ofMillis(20);

  /** What was sent in the storm has arrived by then, also what deletes objects. */
  private static final Duration LATE_NEWS = Duration.ofMillis(30);

  private static final int FETCHES = 6;

  private final Cluster cluster;
  private final World world;
  private final Peace peace;

  private Calm(Cluster cluster) {
    this.cluster = cluster;
    world = cluster.world();
    world.calm();
    peace = new Peace(cluster);
  }

  /** Ends the faults, and checks. */
  public static void of(Cluster cluster) {
    Calm calm = new Calm(cluster);
    calm.endAll();
    for (int i = 0; i < FETCHES; i++) {
      calm.fetchSomething();
    }
    calm.rest();
  }

  private void endAll() {
    peace.until(
        "clients are idle",
        () -> cluster.members().stream().allMatch(member -> member.client().isIdle()),
        () -> cluster.history().violations().toString());
    peace.untilAllSeeAll();
    world.runFor(LATE_NEWS);
  }

  /** Any object of clients that is somewhere, by any node, by any protocol. */
  private void fetchSomething() {
    List<Member> members = cluster.members();
    List<ObjectId> ids =
        members.stream()
            .flatMap(member -> member.store().sealed().stream())
            .filter(cluster.shared().ids()::contains)
            .toList();
    if (!ids.isEmpty()) {
      peace.fetchSuccessfully(any(members), any(ids), anyProtocol());
    }
  }

  private <T> T any(List<T> from) {
    return from.get(world.random().nextInt(from.size()));
  }

  private @Nullable Protocol anyProtocol() {
    boolean chosen = world.random().nextInt(Protocol.values().length + 1) == 0;
    return chosen ? null : any(List.of(Protocol.values()));
  }

  /** A fabric that failed is tried again, and serves again, where both nodes have it. */
  private boolean bestServes() {
    return cluster.members().stream()
        .allMatch(one -> cluster.members().stream().allMatch(other -> bestServes(one, other)));
  }

  private boolean bestServes(Member one, Member other) {
    Route route = one.desk().manager().route(other.node().ref());
    return !route.isThere()
        || !cluster.hasBetter(one)
        || !cluster.hasBetter(other)
        || route.whyNotBetter().isEmpty();
  }

  private String routes() {
    return cluster.members().stream()
        .flatMap(one ->
            cluster.members().stream()
                .filter(other -> !bestServes(one, other))
                .map(other -> one + " " + one.desk().manager().route(other.node().ref())))
        .toList()
        .toString();
  }

  private void rest() {
    peace.until("the best fabrics serve", this::bestServes, this::routes);
    peace.until("nothing goes on", () -> goingOn().isEmpty(), () -> goingOn().toString());
    world.runFor(REST);
    assertThat(goingOn()).as("what goes on at rest").isEmpty();
    cluster.members().forEach(member -> member.store().requireSound());
    cluster.history().assertSound();
  }

  private Map<String, Map<String, Long>> goingOn() {
    Map<String, Map<String, Long>> all = new TreeMap<>();
    for (Member member : cluster.members()) {
      Map<String, Long> gauges = new TreeMap<>(member.gauges());
      gauges.values().removeIf(value -> value == 0);
      if (!gauges.isEmpty()) {
        all.put(member.toString(), gauges);
      }
    }
    return all;
  }
}
