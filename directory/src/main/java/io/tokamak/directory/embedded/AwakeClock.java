// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

/**
 * The time in which this node was awake: while it makes no steps, it stands still. Whoever was not
 * heard meanwhile may have spoken.
 */
final class AwakeClock {
  private final long mostNs;
  private long lastNs;
  private long sleptNs;
  private boolean begun;

  /**
   * A clock that is never asked more seldom than this by a node that is awake.
   *
   * @param mostNs nanoseconds
   */
  AwakeClock(long mostNs) {
    this.mostNs = mostNs;
  }

  /** The time awake; given what the clock on the wall shows. */
  long at(long nowNs) {
    long passedNs = nowNs - lastNs;
    if (begun && passedNs > mostNs) {
      sleptNs += passedNs;
    }
    begun = true;
    lastNs = nowNs;
    return nowNs - sleptNs;
  }
}
