// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

/** When a connection heard and said something, and what follows from it. A step function. */
public final class Silence {
  private static final long MILLI_NS = 1_000_000;

  /** What is to be done now. */
  public enum Verdict {
    /** Nothing. */
    FINE,
    /** Something is to be said, whatever it is. */
    SPEAK,
    /** The other side has been silent for too long. */
    SILENT,
    /** It was not ready in time. */
    LATE
  }

  private long heardNs;
  private long spokeNs;

  /** Counts from here on. */
  public Silence(long nowNs) {
    begin(nowNs);
  }

  /** Counts anew. */
  public void begin(long nowNs) {
    heardNs = nowNs;
    spokeNs = nowNs;
  }

  /** Something came. */
  public void heard(long nowNs) {
    heardNs = nowNs;
  }

  /** Something was sent. */
  public void spoke(long nowNs) {
    spokeNs = nowNs;
  }

  /**
   * Looks at the time, of a connection that is of use.
   *
   * @param pausedNs how long nobody here has been listening, which the other side is forgiven
   */
  public Verdict tick(long nowNs, long pausedNs, long silenceNs) {
    heardNs = Math.min(heardNs - nowNs + pausedNs, 0) + nowNs;
    if (nowNs - heardNs >= silenceNs) {
      return Verdict.SILENT;
    }
    return nowNs - spokeNs >= silenceNs / 4 ? Verdict.SPEAK : Verdict.FINE;
  }

  /** The same of one that should be ready by a deadline. */
  public Verdict tickUntilReady(long nowNs, long pausedNs, long deadlineNs) {
    heardNs = Math.min(heardNs - nowNs + pausedNs, 0) + nowNs;
    return nowNs - deadlineNs >= 0 ? Verdict.LATE : Verdict.FINE;
  }

  /** Why a connection ends, for its verdict. */
  public static String reason(Verdict verdict, long silenceNs) {
    return verdict == Verdict.LATE
        ? "no connection within its deadline"
        : "nothing heard for " + silenceNs / MILLI_NS + " ms";
  }
}
