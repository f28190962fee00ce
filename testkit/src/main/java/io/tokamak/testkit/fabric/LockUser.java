// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.RemotePointer;

/** Takes a lock in another node's memory by compare-and-swap, gives it back, and again. */
final class LockUser {
  private final Party party;
  private final Endpoint endpoint;
  private final RemotePointer word;
  private final long mark;
  private long pending;
  private boolean freeing;
  private boolean locked;
  private int rounds;

  LockUser(Party party, Endpoint endpoint, RemotePointer word, long mark) {
    this.party = party;
    this.endpoint = endpoint;
    this.word = word;
    this.mark = mark;
  }

  /** Whether it surely has the lock: it got it, and did not begin to give it back. */
  boolean hasLock() {
    return locked;
  }

  int rounds() {
    return rounds;
  }

  /** Goes on as far as it can. */
  void work() {
    if (pending != 0 && !party.hasCompleted(pending)) {
      return;
    }
    if (pending != 0) {
      finish(party.completion(pending).value());
    }
    begin();
  }

  private void finish(long found) {
    pending = 0;
    if (freeing) {
      if (found != mark) {
        throw new AssertionError("the lock was " + found + " when " + mark + " gave it back");
      }
      freeing = false;
      rounds++;
    } else if (found == 0) {
      locked = true;
    }
  }

  private void begin() {
    long token = party.token();
    boolean begun =
        locked
            ? endpoint.compareAndSwap(word, mark, 0, token)
            : endpoint.compareAndSwap(word, 0, mark, token);
    if (begun) {
      pending = token;
      freeing = locked;
      locked = false;
    }
  }
}
