// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

/**
 * When to look at the time: sixteen times within a silence. Whoever looks much later than that was
 * away, and may not blame others for what they said meanwhile. A step function.
 */
public final class Ticks {
  private final long silenceNs;
  private long tickedNs;
  private long nextNs;

  /**
   * The first look is due now.
   *
   * @param silenceNs how long a peer may say nothing
   */
  public Ticks(long silenceNs, long nowNs) {
    this.silenceNs = silenceNs;
    tickedNs = nowNs;
    nextNs = nowNs;
  }

  /** How long a peer may say nothing. */
  public long silenceNs() {
    return silenceNs;
  }

  /** Whether the next look is due. */
  public boolean isDue(long nowNs) {
    return nowNs - nextNs >= 0;
  }

  /** When it is. */
  public long nextNs() {
    return nextNs;
  }

  /** The next look is at that time at the latest. */
  public void noLaterThan(long atNs) {
    if (atNs - nextNs < 0) {
      nextNs = atNs;
    }
  }

  /** A look. Returns how long nobody here has been listening. */
  public long begin(long nowNs) {
    long pausedNs = Math.max(0, nowNs - tickedNs - silenceNs / 4);
    tickedNs = nowNs;
    nextNs = nowNs + silenceNs / 16;
    return pausedNs;
  }
}
