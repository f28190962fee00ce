// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

/** What a thread does turn by turn. */
interface Duty {
  /** Does what there is to do, without waiting. Returns how much that was. */
  int turn(long nowNs);

  /** Whether there is something to do that came from another thread. Allocates nothing. */
  boolean isCalled();

  /** Whether there is nothing to do any more, ever. */
  boolean isOver();

  /** When the next turn is due at the latest. */
  long nextDeadlineNs(long nowNs);
}
