// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import io.tokamak.testkit.history.History;
import io.tokamak.transfer.HeldObject;
import io.tokamak.wire.ObjectId;
import org.jspecify.annotations.Nullable;

/** Has an object pinned for a while, and reads it again and again. */
final class Holding implements Activity {
  private static final int MOST_READS = 8;

  private final Desk desk;
  private @Nullable HeldObject held;
  private History.@Nullable Pin pin;
  private int readsLeft;

  Holding(Desk desk, ObjectId id) {
    this.desk = desk;
    held = desk.store().hold(id);
    readsLeft = desk.random().nextInt(MOST_READS);
    if (held != null) {
      pin = desk.history().pins(desk.node().name(), Desk.name(id), desk.bytes(held));
    }
  }

  @Override
  public void step() {
    if (held != null && pin != null) {
      pin.reads(desk.store().contains(held.id()) ? desk.bytes(held) : null);
      if (readsLeft-- == 0) {
        pin.unpinned();
        held.release();
        held = null;
      }
    }
  }

  @Override
  public boolean isOver() {
    return held == null;
  }
}
