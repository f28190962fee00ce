// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import io.tokamak.fabric.Endpoint;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A world with a party at each node, for one test. Closing it closes the world. What does not
 * happen within {@code tokamak.patience} seconds, 60 unless a property says else, never will.
 */
public final class Scene implements AutoCloseable {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long PATIENCE_NS = Long.getLong("tokamak.patience", 60) * SECOND_NS;
  private static final long TICK_NS = SECOND_NS / 10;

  private final FabricWorld world;
  private final Arena arena = Arena.ofShared();
  private final List<Party> parties = new ArrayList<>();
  private final List<Party> frozen = new ArrayList<>();

  /** Both ends of a connection. */
  public record Link(Endpoint near, Endpoint far) {}

  /** A scene in this world. */
  public Scene(FabricWorld world) {
    this.world = world;
    for (int i = 0; i < FabricWorld.NODES; i++) {
      parties.add(new Party(world.fabric(i), world.memory(i, arena)));
    }
  }

  /** The world. */
  public FabricWorld world() {
    return world;
  }

  /** The party at that node. */
  public Party party(int node) {
    return parties.get(node);
  }

  /** That party does not poll any more. */
  public void freeze(Party party) {
    frozen.add(party);
  }

  /** It polls again. */
  public void thaw(Party party) {
    frozen.remove(party);
  }

  /** A time from now. */
  public long inSeconds(long seconds) {
    return world.nowNs() + seconds * SECOND_NS;
  }

  /** Lets everybody poll, once. */
  public void round() {
    for (Party party : parties) {
      if (!frozen.contains(party)) {
        party.poll();
      }
    }
    world.step();
  }

  /** Polls until something holds. */
  public void until(String what, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - startNs > PATIENCE_NS) {
        throw new AssertionError("waited in vain for: " + what);
      }
      round();
    }
  }

  /** Polls while time goes by in small steps, until something holds. */
  public void untilInTime(String what, BooleanSupplier condition) {
    until(
        what,
        () -> {
          world.advance(TICK_NS);
          return condition.getAsBoolean();
        });
  }

  /** Connects two parties. */
  public Link link(Party near, Party far) {
    int before = far.connected().size();
    Endpoint endpoint = near.fabric().connect(far.self(), far.fabric().address(), inSeconds(10));
    until(
        "a connection",
        () -> near.connected().contains(endpoint) && far.connected().size() > before);
    return new Link(endpoint, far.connected().getLast());
  }

  /** Polls until that operation has ended. */
  public void untilCompleted(Party party, long token) {
    until("completion " + token, () -> party.hasCompleted(token));
  }

  /** A text as a message. */
  public static MemorySegment bytes(String text) {
    return MemorySegment.ofArray(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    world.close();
    arena.close();
  }
}
