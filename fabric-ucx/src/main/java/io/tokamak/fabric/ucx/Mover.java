// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/** Who moves the bytes of one endpoint: a network card, or the peer. */
sealed interface Mover permits DirectMover, ServedMover {
  /** Begins an operation, which may be over at once; {@link Operations#over} is told. */
  void start(Operation operation);

  /** Whether some operation is not wholly asked for yet. */
  boolean hasUnissued();

  /**
   * Reads that are begun later see memory as it is after those that were begun before. False if
   * that is not possible: then those have to end first.
   */
  boolean fenceReads();

  /** Looks what has ended. Returns how much. */
  int poll();

  /** The peer has answered; only if it serves. */
  void answered(Frame frame);

  /**
   * Whether what was asked of a network card does not end. A look at the time, see {@link Owed}.
   *
   * @param pausedNs how long this node itself has not been listening
   */
  boolean isOverdue(long nowNs, long pausedNs);

  /** Whether local memory may still be touched. */
  boolean isBusy();

  /** Nothing more is asked for. */
  void end();

  /** Gives everything back, once it is not busy. */
  void release();
}
