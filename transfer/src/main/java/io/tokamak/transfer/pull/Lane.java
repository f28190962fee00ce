// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import static java.util.Objects.requireNonNull;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/**
 * What is to come from one peer: a queue for each priority, and what is on its way. An object whose
 * priority rose stands in two queues, one that nobody wants any more still in one: who is not where
 * it says is passed over.
 */
final class Lane {
  private static final int SLACK = 1024;
  private static final Priority[] PRIORITIES = Priority.values();

  private final NodeRef peer;
  private final ManagerSettings settings;
  private final EnumMap<Priority, Deque<Pull>> queues = new EnumMap<>(Priority.class);
  private final Deque<Pull> helped = new ArrayDeque<>();
  private int queued;
  private long queuedBytes;
  private int flights;
  private long flightBytes;
  private boolean connecting;

  Lane(NodeRef peer, ManagerSettings settings) {
    this.peer = peer;
    this.settings = settings;
    for (Priority priority : PRIORITIES) {
      queues.put(priority, new ArrayDeque<>());
    }
  }

  NodeRef peer() {
    return peer;
  }

  /** Bytes that wait or are on their way. */
  long loadBytes() {
    return queuedBytes + flightBytes;
  }

  /** Nothing waits, nothing is on its way. */
  boolean isIdle() {
    return queued == 0 && flights == 0 && helped.isEmpty() && !connecting;
  }

  boolean hasQueued() {
    return queued > 0 || !helped.isEmpty();
  }

  boolean isConnecting() {
    return connecting;
  }

  void connecting(boolean now) {
    connecting = now;
  }

  private Deque<Pull> queue(Priority priority) {
    return requireNonNull(queues.get(priority));
  }

  /** Queues an object; one that is queued here already, with the priority it has now. */
  void add(Pull pull, boolean again) {
    Deque<Pull> queue = queue(pull.priority());
    if (queue.size() > 2 * queued + SLACK) {
      queue.removeIf(one -> !isHere(one, pull.priority()));
    }
    queue.add(pull);
    if (!again) {
      counted(pull, 1);
    }
  }

  /** Its turn has not come after all: it is the next. */
  void putBack(Pull pull) {
    queue(pull.priority()).addFirst(pull);
    counted(pull, 1);
  }

  /** It is not queued any more; where it stands it is passed over. */
  void left(Pull pull) {
    counted(pull, -1);
  }

  private void counted(Pull pull, int change) {
    queued += change;
    queuedBytes += change * Flight.bytes(pull);
  }

  private boolean isHere(Pull pull, Priority priority) {
    return pull.state() == Pull.State.QUEUED && equals(pull.lane()) && pull.priority() == priority;
  }

  /** Who is next; null when nobody waits. */
  @Nullable Pull first() {
    for (Priority priority : PRIORITIES) {
      Deque<Pull> queue = queue(priority);
      while (!queue.isEmpty()) {
        Pull pull = queue.getFirst();
        if (isHere(pull, priority)) {
          return pull;
        }
        queue.removeFirst();
      }
    }
    return null;
  }

  /** Takes away who is next. */
  void removeFirst(Pull pull) {
    queue(pull.priority()).removeFirst();
    counted(pull, -1);
  }

  /** An object that comes from elsewhere, and could come from here, too. */
  void help(Pull pull) {
    helped.add(pull);
  }

  @Nullable Pull nextHelped() {
    return helped.poll();
  }

  /** Whether one more of this size may be on its way. */
  boolean hasRoom(long bytes) {
    return flights < settings.flightsPerPeer()
        && (flights == 0 || flightBytes + bytes <= settings.flightBytesPerPeer());
  }

  void began(long bytes) {
    flights++;
    flightBytes += bytes;
  }

  void ended(long bytes) {
    flights--;
    flightBytes -= bytes;
  }
}
