// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.NodeInfo;
import io.tokamak.simulation.client.Desk;
import io.tokamak.simulation.client.Fetching;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A cluster that does what a test wants, step by step. */
public final class Peace {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK_EVERY = Duration.ofNanos(50_000);

  private final Cluster cluster;
  private final World world;

  /** A cluster whose clients do nothing by themselves. */
  public Peace(Cluster cluster) {
    this.cluster = cluster;
    world = cluster.world();
    cluster.members().forEach(member -> member.client().becomeQuiet());
  }

  /** Lets time pass until something is so, which it must be some time. */
  public void until(String what, BooleanSupplier condition, Supplier<String> otherwise) {
    long endNs = world.nowNs() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (world.nowNs() >= endNs) {
        throw new AssertionError("not in %s: %s; %s".formatted(PATIENCE, what, otherwise.get()));
      }
      world.runFor(LOOK_EVERY);
    }
  }

  /** Waits until every node sees every other. */
  public void untilAllSeeAll() {
    until("all see all", () -> cluster.members().stream().allMatch(this::seesAll), this::views);
  }

  private boolean seesAll(Member member) {
    List<?> seen = member.desk().manager().nodes().stream().map(NodeInfo::ref).toList();
    return seen.size() == cluster.nodes().size()
        && cluster.members().stream().allMatch(other -> seen.contains(other.node().ref()));
  }

  private String views() {
    return cluster.members().stream()
        .map(member -> member + " sees " + member.desk().manager().nodes())
        .toList()
        .toString();
  }

  /** A client of a node puts an object into its store. */
  public void put(Member member, ObjectId id, int length) {
    byte[] bytes = new byte[length];
    world.random().nextBytes(bytes);
    NewObject created = member.store().create(id, length, 0);
    member.store().data().asSlice(created.offset(), length).copyFrom(MemorySegment.ofArray(bytes));
    cluster.history().sealed(Desk.name(id), bytes);
    created.seal();
    member.node().fabric().wakeUp();
  }

  /** Waits until the directory knows what a node holds. */
  public void untilPublished(Member member) {
    String[] answer = {null};
    member
        .desk()
        .manager()
        .whenPublished(member.node().nowNs() + PATIENCE.toNanos(), failure -> answer[0] = failure);
    member.node().fabric().wakeUp();
    until("published", () -> answer[0] != null, () -> "nothing was heard");
    assertThat(answer[0]).as("why it is not published").isEmpty();
  }

  /** A client of a node begins a fetch. */
  public Fetching fetch(
      Member member, List<ObjectId> ids, @Nullable Protocol protocol, Duration within) {
    Fetching fetching =
        new Fetching(
            member.desk(),
            ids,
            Priority.GET,
            new FetchOptions(protocol, List.of()),
            member.node().nowNs() + within.toNanos());
    member.node().fabric().wakeUp();
    return fetching;
  }

  /** A client of a node fetches an object that is somewhere, which must succeed. */
  public void fetchSuccessfully(Member member, ObjectId id, @Nullable Protocol protocol) {
    Fetching fetching = fetch(member, List.of(id), protocol, Duration.ofSeconds(10));
    until(
        "fetch of " + Desk.name(id) + " ends",
        fetching::isOver,
        () -> cluster.history().violations().toString());
    assertThat(fetching.failures()).as("failures of a fetch").isEmpty();
  }

  /** The cluster. */
  public Cluster cluster() {
    return cluster;
  }

  /** Its world. */
  public World world() {
    return world;
  }
}
