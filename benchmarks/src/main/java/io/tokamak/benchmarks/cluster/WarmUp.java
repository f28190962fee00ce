// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

/**
 * How long a cell is used before it counts. Nodes compile what they run often, and with more of
 * them than processors that takes the longer: from a second to half a minute. So by itself a cell
 * is used window by window until it has become no faster twice in a row.
 *
 * <p>All ranks decide by the same figures, so they come to the same end.
 *
 * @param windowNs how long a window is
 * @param leastWindows how many there are at least
 * @param mostWindows and at most
 */
public record WarmUp(long windowNs, int leastWindows, int mostWindows) {
  private static final int LEAST = 3;
  private static final int MOST = 20;

  /** A window in which so much less time was needed is faster. */
  private static final double FASTER = 0.9;

  /** So long, however fast it is. */
  public static WarmUp of(long wholeNs) {
    return new WarmUp(wholeNs, 1, 1);
  }

  /** Until a cell becomes no faster, in windows of that length. */
  public static WarmUp untilSteady(long windowNs) {
    return new WarmUp(windowNs, LEAST, MOST);
  }

  /** Follows one cell. For one thread. */
  Course course() {
    return new Course();
  }

  /** What the windows of one cell have shown. */
  final class Course {
    private int windows;
    private int steady;
    private double fastest = Double.MAX_VALUE;

    /** A window is over in which a round took so long; true if there is to be another. */
    boolean goesOn(double roundNs) {
      windows++;
      steady = roundNs < fastest * FASTER ? 0 : steady + 1;
      fastest = Math.min(fastest, roundNs);
      return windows < leastWindows || (windows < mostWindows && steady < 2);
    }
  }
}
