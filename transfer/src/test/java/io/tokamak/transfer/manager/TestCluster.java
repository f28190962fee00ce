// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.World;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Managers of several nodes over a simulated fabric. */
final class TestCluster {
  static final long MIB = 1 << 20;
  static final Duration LONG = Duration.ofSeconds(20);

  private static final int ENTRIES = 2048;

  final World world;
  final Board board = new Board();
  private final Map<String, Member> members = new LinkedHashMap<>();
  private UnaryOperator<Fabric> wrapped = UnaryOperator.identity();
  private ManagerSettings settings = ManagerSettings.defaults();
  private long storeBytes = 2 * MIB;

  TestCluster(FabricCapabilities fabric) {
    this(World.of(Seeds.pick("transfer"), fabric));
  }

  TestCluster(World world) {
    this.world = world;
  }

  TestCluster with(ManagerSettings newSettings) {
    settings = newSettings;
    return this;
  }

  TestCluster withStores(long bytes) {
    storeBytes = bytes;
    return this;
  }

  TestCluster wrapping(UnaryOperator<Fabric> wrapper) {
    wrapped = wrapper;
    return this;
  }

  /** A node that begins now. */
  Member member(String name) {
    ManagerSettings itsSettings = settings;
    long itsBytes = storeBytes;
    UnaryOperator<Fabric> itsWrapper = wrapped;
    world.node(
        name,
        node -> {
          board.nodes.keySet().removeIf(ref -> ref.node() == node.ref().node());
          Member member = new Member(node, board, itsSettings, itsBytes, ENTRIES, itsWrapper);
          members.put(name, member);
          return member;
        });
    return current(name);
  }

  /** The life that a node has now. */
  Member current(String name) {
    Member member = members.get(name);
    if (member == null) {
      throw new AssertionError("no node " + name);
    }
    return member;
  }

  static ObjectId id(String name) {
    return ObjectId.named(name);
  }

  static byte[] bytes(String seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed.hashCode()).nextBytes(bytes);
    return bytes;
  }

  /** Puts an object whose bytes follow from its name, and waits until others know. */
  ObjectId put(Member member, String name, int length, int metadataLength) {
    ObjectId id = id(name);
    member.store.put(id, bytes(name, length), bytes(name + " metadata", metadataLength));
    member.node.fabric().wakeUp();
    until(() -> board.of(id).stream().anyMatch(location -> location.holder().equals(member.ref())));
    return id;
  }

  ObjectId put(Member member, String name, int length) {
    return put(member, name, length, 0);
  }

  Outcomes fetch(Member member, @Nullable Protocol protocol, ObjectId... ids) {
    return fetch(member, Priority.GET, protocol, Duration.ofSeconds(10), ids);
  }

  Outcomes fetch(
      Member member,
      Priority priority,
      @Nullable Protocol protocol,
      Duration patience,
      ObjectId... ids) {
    Outcomes outcomes = new Outcomes();
    member.manager.fetch(
        List.of(ids),
        priority,
        new FetchOptions(protocol, List.of()),
        member.node.nowNs() + patience.toNanos(),
        outcomes);
    member.node.fabric().wakeUp();
    return outcomes;
  }

  /** Fetches one object and waits for the end of it. */
  Outcomes fetchAndWait(Member member, @Nullable Protocol protocol, ObjectId id) {
    Outcomes outcomes = fetch(member, protocol, id);
    until(() -> outcomes.count() == 1);
    return outcomes;
  }

  void until(BooleanSupplier condition) {
    assertThat(world.runUntil(condition, LONG)).as("happens").isTrue();
  }

  void assertHas(Member member, String name, int length, int metadataLength) {
    assertThat(member.store.bytes(id(name))).isEqualTo(bytes(name, length));
    assertThat(member.store.metadata(id(name)))
        .isEqualTo(bytes(name + " metadata", metadataLength));
  }

  /** Nothing is left of what was under way. */
  void assertAtBase() {
    world.runFor(Duration.ofSeconds(1));
    List<String> leaks = new ArrayList<>();
    for (Member member : members.values()) {
      if (member.node.isUp()) {
        member.manager.counters().forEach((name, value) -> leak(member.node, name, value, leaks));
        assertThat(member.store.held()).as("held at " + member.node).isZero();
        assertThat(member.store.unsealed()).as("unsealed at " + member.node).isZero();
        assertThat(member.directory.openSearches()).isZero();
      }
    }
    assertThat(leaks).isEmpty();
  }

  private static void leak(Node node, String name, long value, List<String> leaks) {
    boolean current =
        List.of(
                "incoming",
                "outgoing",
                "waiting",
                "pins",
                "landings",
                "fetches",
                "queued",
                "flight-bytes",
                "operations",
                "scratch",
                "calls",
                "searches",
                "scratch-objects")
            .contains(name);
    if (current && value != 0) {
      leaks.add("%s: %s is %d".formatted(node, name, value));
    }
  }
}
