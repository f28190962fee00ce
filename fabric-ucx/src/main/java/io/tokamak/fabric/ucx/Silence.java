// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/** When a connection heard and said something, and what follows from it. */
final class Silence {
  /** What is to be done now. */
  enum Verdict {
    /** Nothing. */
    FINE,
    /** Something is to be said, whatever it is. */
    SPEAK,
    /** The other side has been silent for too long. */
    SILENT,
    /** It was not ready in time. */
    LATE
  }

  private final long deadlineNs;
  private boolean heard;
  private long heardNs;
  private long spokeNs;

  Silence(long nowNs, long deadlineNs) {
    this.deadlineNs = deadlineNs;
    begin(nowNs);
  }

  /** Counts from here on. */
  void begin(long nowNs) {
    heardNs = nowNs;
    spokeNs = nowNs;
  }

  void heard() {
    heard = true;
  }

  void spoke(long nowNs) {
    spokeNs = nowNs;
  }

  /** Looks at the time. {@code pausedNs} is how long nobody here has been listening. */
  Verdict tick(long nowNs, long pausedNs, long silenceNs, boolean ready) {
    if (heard) {
      heard = false;
      heardNs = nowNs;
    } else {
      heardNs = Math.min(heardNs - nowNs + pausedNs, 0) + nowNs;
    }
    if (!ready) {
      return nowNs - deadlineNs >= 0 ? Verdict.LATE : Verdict.FINE;
    }
    if (nowNs - heardNs >= silenceNs) {
      return Verdict.SILENT;
    }
    return nowNs - spokeNs >= silenceNs / 4 ? Verdict.SPEAK : Verdict.FINE;
  }
}
