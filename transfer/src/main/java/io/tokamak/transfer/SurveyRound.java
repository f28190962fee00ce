// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/**
 * A walk through all that a store holds, in steps. It can be asked for anew while it is under way:
 * then it goes on from where it is and ends when it has been everywhere since. So nothing is left
 * out, and one that is asked for again and again still gets around.
 */
public final class SurveyRound {
  private boolean walking;
  private boolean again; // at the end it goes on from the start, as far as it has to
  private int cursor;
  private int until;

  /** Tells of some of what is there: see {@link LocalStore#survey}. */
  public interface Step {
    /** Returns where to go on; 0 at the end. */
    int step(int cursor, StoreNews listener);
  }

  /** Nothing is to be told. */
  public SurveyRound() {}

  /** All that is there is to be told, from now on. */
  public void begin() {
    again = walking && cursor != 0;
    until = cursor;
    walking = true;
  }

  /** Whether something has not been told. */
  public boolean isUnderWay() {
    return walking;
  }

  /** Tells some more. */
  public void step(Step step, StoreNews listener) {
    boolean lastPart = until > cursor;
    cursor = step.step(cursor, listener);
    if (cursor == 0 || (lastPart && cursor >= until)) {
      walking = again;
      again = false;
      cursor = 0;
    }
  }
}
