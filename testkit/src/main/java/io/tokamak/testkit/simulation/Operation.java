// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.OperationStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something on its way from an endpoint to its peer. Two things happen to it, in any order as far
 * as the capabilities let them: it takes place at the target ({@link #settle}), and it ends for the
 * caller ({@link #finish}), who may hear of the end first.
 */
final class Operation {
  private static final long BYTES_PER_NS = 8;

  private final SimulatedEndpoint from;
  private final SimulatedEndpoint to;
  private final long token;
  private final @Nullable SimulatedRegion local;
  private final Lane.Era era;
  private final List<Runnable> whenSettled = new ArrayList<>(0);
  private boolean placed;
  private boolean settled;
  private boolean finished;
  private boolean ended;

  /** One that {@code from} issues now. */
  Operation(
      SimulatedEndpoint from, SimulatedEndpoint to, long token, @Nullable SimulatedRegion local) {
    this.from = from;
    this.to = to;
    this.token = token;
    this.local = local;
    this.era = from.lane().enter(this);
  }

  /** Something happens at the target: after a while, in turn, perhaps only when it polls. */
  void atTarget(Runnable effect) {
    atTarget(0, effect);
  }

  /** The same with so many bytes. */
  void atTarget(long bytes, Runnable effect) {
    boolean served = isServed();
    long delayNs = from.network().latencyNs() + bytes / BYTES_PER_NS;
    travels(delayNs, served ? () -> serve(effect) : effect);
  }

  /** Something gets to the target, after a while and in turn. */
  void travels(long delayNs, Runnable arrival) {
    Runnable inTurn = () -> from.lane().inTurn(era, () -> unlessLost(arrival));
    from.network().travel(from.node(), to.node(), delayNs, inTurn);
  }

  private void serve(Runnable effect) {
    to.fabric().arrive(listener -> unlessLost(effect));
  }

  /** Whether the target's processor does it, at a poll. */
  private boolean isServed() {
    boolean mayBe = from.fabric().capabilities().needsTargetProgress();
    return mayBe && world().random().nextBoolean();
  }

  /** Of what is on its way when a connection breaks, every second thing is lost. */
  private void unlessLost(Runnable effect) {
    boolean lost = from.connection().isBroken() && world().random().nextBoolean();
    if (!lost && to.isOpen()) {
      effect.run();
      world().moments().passed(from.connection());
    }
  }

  /** All of it has taken place, so that what is behind a fence may. */
  void placed() {
    if (!placed) {
      placed = true;
      from.lane().placed(era);
    }
  }

  /** It has taken place and, if a message, was received: all that a flush waits for. */
  void settle() {
    if (!settled) {
      settled = true;
      from.lane().settled(this);
      whenSettled.forEach(Runnable::run);
      placed();
    }
  }

  void whenSettled(Runnable action) {
    whenSettled.add(action);
  }

  /** The answer travels back to the caller. */
  void finish(OperationStatus status, long value) {
    if (!finished) {
      finished = true;
      from.network().travel(to.node(), from.node(), () -> end(status, value));
    }
  }

  /** Ends for the caller, who hears of it at its next poll. Whatever it hears first counts. */
  void end(OperationStatus status, long value) {
    from.fabric().arrive(listener -> deliver(listener, status, value));
  }

  void deliver(FabricListener listener, OperationStatus status, long value) {
    if (ended) {
      return;
    }
    ended = true;
    from.ends(this);
    if (local != null) {
      local.end();
    }
    if (world().isTraced()) {
      world().trace("%s: %s is %s, value %d".formatted(from, this, status, value));
    }
    listener.completed(from, token, status, value);
    world().moments().passed(from.connection());
  }

  /** Whether the caller's memory may be the caller's again. */
  boolean hasEnded() {
    return ended;
  }

  SimulatedEndpoint from() {
    return from;
  }

  SimulatedFabric target() {
    return to.fabric();
  }

  @Override
  public String toString() {
    return "operation " + token;
  }

  World world() {
    return from.fabric().world();
  }
}
