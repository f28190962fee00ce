// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.Priority;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;

/** A fetch of somebody, until all its ids have ended. */
final class FetchCall implements Call, Comparable<FetchCall> {
  private final Pulls pulls;
  private final long sequence;
  private final Priority priority;
  private final long deadlineNs;
  private final FetchListener listener;
  private final List<Wish> wishes = new ArrayList<>();
  private int open = 1; // the asking itself
  private boolean cancelled;

  FetchCall(
      Pulls pulls, long sequence, Priority priority, long deadlineNs, FetchListener listener) {
    this.pulls = pulls;
    this.sequence = sequence;
    this.priority = priority;
    this.deadlineNs = deadlineNs;
    this.listener = listener;
  }

  Priority priority() {
    return priority;
  }

  long deadlineNs() {
    return deadlineNs;
  }

  boolean isCancelled() {
    return cancelled;
  }

  void add(Wish wish) {
    wishes.add(wish);
    open++;
  }

  List<Wish> wishes() {
    return wishes;
  }

  /** All ids have been asked for. */
  void asked() {
    close();
  }

  /** One of its ids has ended. */
  void ended(ObjectId id, FetchOutcome outcome) {
    close();
    tell(id, outcome);
  }

  private void close() {
    if (--open == 0) {
      pulls.over(this);
    }
  }

  /** Of an id that never was a wish. */
  void tell(ObjectId id, FetchOutcome outcome) {
    if (!cancelled) {
      listener.ended(id, outcome);
    }
  }

  @Override
  public void cancel() {
    if (!cancelled) {
      cancelled = true;
      pulls.cancelled(this);
    }
  }

  /** The order of deadlines. */
  @Override
  public int compareTo(FetchCall other) {
    long byDeadline = deadlineNs - other.deadlineNs;
    return byDeadline != 0 ? Long.signum(byDeadline) : Long.compare(sequence, other.sequence);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }
}
