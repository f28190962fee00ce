// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

/** What can go wrong. Some strike at moments of their own, the others are always near. */
public enum FaultKind {
  /** A connection breaks, at any moment, also within an operation. */
  CUT(true),
  /** Some nodes do not reach the others, in both directions or in one; later they do again. */
  PARTITION(true),
  /** A node dies and its memory with it; later it starts in another life. */
  CRASH(true),
  /** A node makes no steps for a while, and does not know. */
  PAUSE(true),
  /** Bytes of an operation or a message arrive damaged, the fabric notices and disconnects. */
  CORRUPTION(true),
  /**
   * A bit of a read or a write of more than 8 bytes flips and nobody notices, unless the fabric
   * says that it does.
   */
  DAMAGE(true),
  /** Some deliveries take a thousand times longer than others. */
  DELAY(false),
  /** The clocks of the nodes run at different speeds, and each life has another origin. */
  DRIFT(false),
  /** The number of a closed region is used for the next one at once. */
  REUSE(false),
  /** Endpoints with room for very few operations and messages. */
  PRESSURE(false);

  private final boolean strikes;

  FaultKind(boolean strikes) {
    this.strikes = strikes;
  }

  /** Whether it comes at moments; the others are there all the time. */
  boolean strikes() {
    return strikes;
  }
}
