// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

/** What a node does: a step function, in place of a thread. It never waits. */
@FunctionalInterface
public interface NodeProcess {
  /** What {@link #step} returns when only an arrival can bring something to do. */
  long WHEN_SOMETHING_ARRIVES = Long.MAX_VALUE;

  /** Does nothing: whoever has the node's fabric polls it from outside. */
  NodeProcess NOTHING = () -> WHEN_SOMETHING_ARRIVES;

  /**
   * Makes one step: polls the fabric, does what is due.
   *
   * @return when the next step must be made at the latest, in the time of the node's clock
   */
  long step();
}
