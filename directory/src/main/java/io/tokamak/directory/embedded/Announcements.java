// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.Location;
import io.tokamak.directory.message.UpdateMessage.Kind;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;

/**
 * What this node tells the host of what it holds, and who waits until that is known.
 *
 * <p>The queue has a bound. What comes beyond it is dropped and counted, and so is everything after
 * it: a queue with a gap is of no use, all is announced anew in a new session.
 */
final class Announcements {
  private final UpdateQueue queue;
  private final Publications publications = new Publications();
  private final int usualMost;
  private long most;
  private long dropped;
  private boolean crowded;
  private boolean gap;

  /** Announcements, of which so many wait at most. */
  Announcements(UpdateQueue queue, int most) {
    this.queue = queue;
    usualMost = most;
    this.most = most;
  }

  void add(Kind kind, ObjectId id, Location location) {
    gap |= queue.size() >= most;
    if (gap) {
      dropped++;
    } else {
      queue.add(kind, id, location);
    }
  }

  void whenPublished(Runnable published) {
    publications.add(gap ? Long.MAX_VALUE : queue.last(), published);
  }

  /** How many the host has not confirmed. */
  long queued() {
    return queue.size();
  }

  /** How many there was no room for. */
  long dropped() {
    return dropped;
  }

  /** Whether some are missing behind those that are queued. */
  boolean hasGap() {
    return gap;
  }

  /** All is going to be announced anew, in a new session. */
  void forget() {
    queue.clear();
    gap = false;
    publications.postpone(Long.MAX_VALUE);
  }

  /** Number of the first one that a new session hears of. */
  long first() {
    return queue.made() + 1;
  }

  /** The host knows this node, and expects this one. */
  void resume(long next) {
    queue.made(next - 1);
    queue.sendAgain();
  }

  /** The host knows nothing: the queue takes as much as the node holds, and as much again. */
  void announceAll(DirectoryListener listener) {
    queue.sendAgain();
    most = Long.MAX_VALUE;
    listener.announceAll();
    most = Math.max(usualMost, 2 * queue.size());
    publications.postpone(queue.last());
  }

  boolean isSendDue() {
    return queue.isSendDue();
  }

  /** Sends a message of them; false if there is none, or no room for it. */
  boolean send(Outlet to) {
    MemorySegment changes = queue.toSend();
    crowded = changes != null && !to.trySend(changes);
    if (changes == null || crowded) {
      return false;
    }
    queue.sent();
    return true;
  }

  /** Whether there was no room for the last message: nothing is to be hurried then. */
  boolean isCrowded() {
    return crowded;
  }

  /** The host has made the changes up to this one. */
  void made(long last) {
    queue.made(last);
  }

  boolean isPublishDue() {
    return publications.isDue(queue.made());
  }

  /** Tells those whose announcements the host knows. Returns how many. */
  int publish() {
    return publications.run(queue.made());
  }
}
