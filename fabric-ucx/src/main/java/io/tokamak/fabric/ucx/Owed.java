// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/**
 * How long something is owed without any of it coming. A step function: counts from the first look
 * at which it is owed.
 */
final class Owed {
  private boolean counting;
  private long sinceNs;

  /** Something of it has come, or it is owed no more: counts anew from the next look. */
  void came() {
    counting = false;
  }

  /**
   * A look at what is owed.
   *
   * @param pausedNs how long nobody here has been listening, which the other side is forgiven
   * @return whether it has been owed for {@code patienceNs}
   */
  boolean isOverdue(long nowNs, long pausedNs, long patienceNs) {
    if (!counting) {
      counting = true;
      sinceNs = nowNs;
    }
    sinceNs = Math.min(sinceNs - nowNs + pausedNs, 0) + nowNs;
    return nowNs - sinceNs >= patienceNs;
  }
}
