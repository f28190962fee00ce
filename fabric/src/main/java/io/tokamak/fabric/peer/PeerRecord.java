// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** What is known of the way to one life of a peer. One writer: {@link PeerConnections}. */
final class PeerRecord {
  private final NodeRef peer;
  private final Deque<Wait> waits = new ArrayDeque<>();
  private PeerState state = PeerState.ABSENT;
  private @Nullable Endpoint endpoint;
  private @Nullable Endpoint spare;
  private String reason = "";
  private int failures;
  private long retryNs;

  private record Wait(PeerWait who, long deadlineNs) {}

  PeerRecord(NodeRef peer) {
    this.peer = peer;
  }

  NodeRef peer() {
    return peer;
  }

  PeerState state() {
    return state;
  }

  /** The one that is ready or being connected. */
  @Nullable Endpoint endpoint() {
    return endpoint;
  }

  /** Another one, which the peer may use, and which takes the place of the first when it breaks. */
  @Nullable Endpoint spare() {
    return spare;
  }

  /** Sets another one by, or none, and returns the one that was. */
  @Nullable Endpoint setSpare(@Nullable Endpoint next) {
    Endpoint before = spare;
    spare = next;
    return before;
  }

  /** Why it failed. */
  String reason() {
    return reason;
  }

  int waiting() {
    return waits.size();
  }

  boolean isLeftAlone(long nowNs) {
    return state == PeerState.FAILED && nowNs - retryNs < 0;
  }

  /** Failed so long ago that it is as good as unknown. */
  boolean isForgettable(long nowNs, long keptNs) {
    return state == PeerState.ABSENT || (state == PeerState.FAILED && nowNs - retryNs >= keptNs);
  }

  void add(PeerWait who, long deadlineNs) {
    waits.add(new Wait(who, deadlineNs));
  }

  void connecting(Endpoint begun) {
    endpoint = begun;
    state = PeerState.CONNECTING;
  }

  /** Usable; those who wait are to be told. */
  void ready(Endpoint usable) {
    endpoint = usable;
    state = PeerState.READY;
    failures = 0;
  }

  /** Tells all who wait. */
  void serve(Endpoint usable) {
    for (Wait wait : drain()) {
      wait.who.ready(usable);
    }
  }

  /**
   * Broken: all who wait are told, and it is left alone for a while.
   *
   * @return when it may be forgotten
   */
  long failed(String why, long nowNs, Backoff backoff) {
    endpoint = null;
    state = PeerState.FAILED;
    reason = why;
    failures++;
    retryNs = nowNs + backoff.afterNs(failures);
    long forgettableNs = retryNs + backoff.mostNs();
    fail(why);
    return forgettableNs;
  }

  /** Nobody is to use it any more. */
  void voided(String why) {
    endpoint = null;
    spare = null;
    state = PeerState.ABSENT;
    fail(why);
  }

  private void fail(String why) {
    for (Wait wait : drain()) {
      wait.who.failed(why);
    }
  }

  /** Ends the waits whose time is up. */
  int expire(long nowNs) {
    List<Wait> late = waits.stream().filter(wait -> nowNs - wait.deadlineNs >= 0).toList();
    waits.removeAll(late);
    late.forEach(wait -> wait.who.failed("no connection to " + peer + " within the deadline"));
    return late.size();
  }

  /** The times at which something has to be looked at here. */
  void tellWhatIsDue(long keptNs, LongConsumer due) {
    waits.forEach(wait -> due.accept(wait.deadlineNs));
    if (state == PeerState.FAILED) {
      due.accept(retryNs + keptNs);
    }
  }

  /** Waiters may ask for the next thing while they are told. */
  private List<Wait> drain() {
    List<Wait> all = new ArrayList<>(waits);
    waits.clear();
    return all;
  }
}
