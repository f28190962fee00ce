// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

/**
 * How long a thread looks for what it waits for before it sleeps. To be woken takes some tens of
 * microseconds, as long as a message between nodes; to look takes a processor. So a thread is alert
 * while most of its last waits were short, and hardly looks at all otherwise: a thread that hears
 * of something ten times a second would look in vain ten times a second.
 *
 * <p>For one thread. Allocates nothing.
 */
public final class Alertness {
  /** A wait that is over by then was worth looking. */
  static final long SHORT_WAIT_NS = 1_000_000;

  /** Somebody who answers at once has answered by then. */
  static final long GLANCE_NS = 20_000;

  private static final int ENOUGH_OF_THE_LAST_32 = 24;

  private long heardNs;
  private boolean waiting;

  /** One bit for each of the last 32 waits, set if it was short. Alert at first. */
  private int waits = -1;

  /** Alert; what comes next is waited for from now on. */
  public Alertness(long nowNs) {
    heardNs = nowNs;
  }

  /** Something came, or a wait begins: what comes next is waited for from now on. */
  public void heard(long nowNs) {
    if (waiting) {
      waiting = false;
      waits = waits << 1 | (nowNs - heardNs < SHORT_WAIT_NS ? 1 : 0);
    }
    heardNs = nowNs;
  }

  /** Nothing has come: whether to look again, rather than to sleep. */
  public boolean looksOn(long nowNs) {
    waiting = true;
    return nowNs - heardNs < (isAlert() ? SHORT_WAIT_NS : GLANCE_NS);
  }

  private boolean isAlert() {
    return Integer.bitCount(waits) >= ENOUGH_OF_THE_LAST_32;
  }
}
