// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.SegmentSignals;

/**
 * Who waits for seals, so that clients ring the doorbell only while somebody does, and when a
 * doorbell is answered: until then no other is rung.
 *
 * <p>Whoever waits for an object wants to know at once. Whoever only watches, the manager of a node
 * in a cluster, hears of the first seal at once and of those that follow within a millisecond all
 * together: so a client that seals one object after the other makes a thousand system calls a
 * second, not one for each object.
 */
final class Interest {
  /** Between two answers while nobody waits. */
  static final long PAUSE_NS = 1_000_000;

  private static final long NOTHING_OWED = Long.MAX_VALUE;

  private final SegmentSignals signals;
  private int waiting;
  private boolean watched;
  private long answeredNs = Long.MIN_VALUE / 2;
  private long owedNs = NOTHING_OWED;

  Interest(SegmentSignals signals) {
    this.signals = signals;
  }

  /** One more waits. Look at the table again afterwards: a seal just before did not ring. */
  void raise() {
    if (waiting++ == 0) {
      show();
      if (owedNs != NOTHING_OWED) {
        owedNs = NOTHING_OWED;
        signals.answerDoorbell();
      }
    }
  }

  void lower() {
    if (--waiting == 0) {
      show();
    }
  }

  /** Whether somebody watches all seals. Look at the table after it begins. */
  void watched(boolean now) {
    watched = now;
    show();
  }

  private void show() {
    signals.interest(waiting > 0 || watched);
  }

  /** A doorbell was rung: answers it now, or lets it wait. Take in the news afterwards. */
  void rung(long nowNs) {
    if (waiting > 0 || nowNs - answeredNs >= PAUSE_NS) {
      answer(nowNs);
    } else {
      owedNs = answeredNs + PAUSE_NS;
    }
  }

  /** Answers whatever was rung. Take in the news afterwards. */
  void answer(long nowNs) {
    answeredNs = nowNs;
    owedNs = NOTHING_OWED;
    signals.answerDoorbell();
  }

  /** When a doorbell has to be answered; {@link Long#MAX_VALUE} when none waits. */
  long owedNs() {
    return owedNs;
  }
}
