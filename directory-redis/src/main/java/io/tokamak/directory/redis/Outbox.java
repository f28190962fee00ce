// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.wire.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this node has to say of objects: queued, sent in batches, sent again after a failure. Of
 * each object only the last word counts, so what waits is bounded by the objects there are; more
 * than the bound is dropped, and all is announced anew later. A step function.
 */
final class Outbox {
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());
  private static final int BATCHES_OF_A_ROUND = 8;
  private static final int DOUBTS = 4096;

  /** Hears what became of batches. */
  interface User {
    /** The directory expected another batch. */
    void lostTrack(String why);

    /** It can go on only over another connection. */
    void failed(String why, long nowNs);
  }

  private record Barrier(long number, Runnable published) {}

  private final NodeRef self;
  private final Keys keys;
  private final Ledger ledger;
  private final int bound;
  private final Backoff backoff;
  private final User user;
  private final LinkedHashMap<ObjectId, Change> waiting = new LinkedHashMap<>();
  private final ArrayDeque<Batch> underWay = new ArrayDeque<>();
  private final ArrayDeque<Batch.Doubt> doubts = new ArrayDeque<>();
  private final ArrayDeque<Barrier> barriers = new ArrayDeque<>();
  private long lastNumber;
  private int withdrawals;
  private long dropped;
  private boolean overflowed;
  private boolean withdrawalsLost;
  private boolean isUnbounded;
  private String refusal = "";
  private int refusals;
  private long againNs;

  Outbox(NodeRef self, Keys keys, Ledger ledger, int bound, Backoff backoff, User user) {
    this.self = self;
    this.keys = keys;
    this.ledger = ledger;
    this.bound = bound;
    this.backoff = backoff;
    this.user = user;
  }

  /** Queues what is to be known of an object; a null location: that it is not here. */
  void put(ObjectId id, @Nullable Location location) {
    lastNumber++;
    add(new Change(id, location, lastNumber), true);
  }

  /** Queues a change, newer or older than what is known of the object, if there is room. */
  private void add(Change change, boolean newer) {
    Change known = waiting.get(change.id());
    if (!hasRoomFor(change, known)) {
      return;
    }
    Change merged = change;
    if (known != null) {
      long number = Math.min(known.number(), change.number());
      merged = new Change(change.id(), (newer ? change : known).location(), number);
      withdrawals -= known.isWithdrawal() ? 1 : 0;
    }
    withdrawals += merged.isWithdrawal() ? 1 : 0;
    if (newer) {
      waiting.put(change.id(), merged);
    } else {
      waiting.putFirst(change.id(), merged);
    }
  }

  private boolean hasRoomFor(Change change, @Nullable Change known) {
    boolean full = known == null && queued() >= bound && !isUnbounded;
    if (full && !overflowed) {
      overflow();
      full = queued() >= bound;
    }
    if (overflowed && !change.isWithdrawal()) {
      dropped++;
      return false;
    }
    if (full) {
      dropped++;
      withdrawalsLost = true;
      return false;
    }
    return true;
  }

  /** All that is here is announced again when there is room, so that needs not be kept. */
  private void overflow() {
    overflowed = true;
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: {1} announcements wait and there is room for no more: they are dropped, and all is"
            + " announced when the directory takes it",
        self,
        queued());
    dropped += waiting.size() - withdrawals;
    waiting.values().removeIf(change -> !change.isWithdrawal());
  }

  /** Queues a doubt, if there is room: it is but a hint. */
  void doubt(ObjectId id, Location location) {
    if (doubts.size() < DOUBTS) {
      doubts.add(new Batch.Doubt(id, location));
    }
  }

  void whenPublished(Runnable published) {
    barriers.add(new Barrier(lastNumber, published));
  }

  long queued() {
    return waiting.size()
        + (long) underWay.stream().mapToInt(batch -> batch.changes().size()).sum();
  }

  long dropped() {
    return dropped;
  }

  /** Whether all is to be announced again, and can be. */
  boolean isToRestart(long nowNs) {
    return overflowed && underWay.isEmpty() && !isRefused(nowNs);
  }

  /** Whether the directory may say of objects that they are here that are not. */
  boolean hasLostWithdrawals() {
    return withdrawalsLost;
  }

  /** Why nothing can be announced now; empty if it can, or there is nothing to announce. */
  String refusal() {
    boolean announces = overflowed || waiting.size() > withdrawals || !underWay.isEmpty();
    return announces ? refusal : "";
  }

  /** Adds batches to a round. */
  void contribute(Round round, long nowNs) {
    for (int i = 0; i < BATCHES_OF_A_ROUND; i++) {
      Batch batch = next(nowNs);
      if (batch.isEmpty()) {
        isUnbounded &= !waiting.isEmpty();
        return;
      }
      List<byte[]> arguments = new ArrayList<>();
      arguments.add(ascii(Keys.node(self)));
      arguments.add(ascii(Keys.life(self)));
      arguments.add(ascii(ledger.expected()));
      ledger.sent();
      arguments.add(ascii(ledger.expected()));
      batch.writeTo(arguments);
      underWay.add(batch);
      round.add(
          new Command.Call(Script.APPLY, keys.prefix(), arguments),
          (reply, ns) -> answered(batch, reply, ns));
    }
  }

  private Batch next(long nowNs) {
    Batch batch = new Batch();
    boolean refused = isRefused(nowNs);
    if (!refused || withdrawals > 0) {
      Iterator<Change> changes = waiting.values().iterator();
      while (changes.hasNext() && !batch.isFull()) {
        Change change = changes.next();
        if (!refused || change.isWithdrawal()) {
          batch.add(change);
          changes.remove();
          withdrawals -= change.isWithdrawal() ? 1 : 0;
        }
      }
    }
    while (!doubts.isEmpty() && !batch.isFull()) {
      batch.add(doubts.remove());
    }
    return batch;
  }

  private boolean isRefused(long nowNs) {
    return !refusal.isEmpty() && nowNs - againNs < 0;
  }

  private void answered(Batch batch, @Nullable Object reply, long nowNs) {
    if (batch != underWay.peek()) {
      return;
    }
    if (reply instanceof RedisError error) {
      refused(error, nowNs);
    } else if (Replies.number(reply) != 1) {
      user.lostTrack("the directory has missed something that this node announced");
    } else {
      underWay.remove();
      ledger.applied();
      if (!refusal.isEmpty()
          && batch.changes().stream().anyMatch(change -> !change.isWithdrawal())) {
        refusal = "";
        refusals = 0;
      }
    }
  }

  /** The batches after it were not applied either: they expected this one before them. */
  private void refused(RedisError error, long nowNs) {
    takeBack();
    ledger.refused();
    refusal = error.message();
    refusals++;
    againNs = nowNs + backoff.afterNs(refusals);
    if (!error.refusesWrites()) {
      user.failed(error.message(), nowNs);
    }
  }

  /** What is under way may be lost: it goes again, but for what has a newer word. */
  void takeBack() {
    while (!underWay.isEmpty()) {
      for (Change change : underWay.removeLast().changes().reversed()) {
        add(change, false);
      }
    }
    doubts.clear();
  }

  /** Another connection may take what the last one refused. */
  void up() {
    refusal = "";
    refusals = 0;
  }

  /** The connection is lost: how long for, nobody knows. */
  void down() {
    isUnbounded = false;
    takeBack();
  }

  /**
   * All is announced from here on: nothing that was dropped is missed. There cannot be more of it
   * than there are objects, so until it is sent no bound holds; else announcing all would never
   * end.
   */
  void restart() {
    overflowed = false;
    withdrawalsLost = false;
    isUnbounded = true;
  }

  /** All was announced: whoever waits for something earlier waits for that. */
  void restarted() {
    int count = barriers.size();
    for (int i = 0; i < count; i++) {
      barriers.add(new Barrier(lastNumber, barriers.remove().published()));
    }
  }

  /** Tells whoever waits for what is published by now. */
  int tell() {
    int told = 0;
    while (isDue(barriers.peek())) {
      barriers.remove().published().run();
      told++;
    }
    return told;
  }

  private boolean isDue(@Nullable Barrier barrier) {
    return barrier != null && !overflowed && barrier.number() < oldest();
  }

  /** The number of the oldest change that is not known yet. */
  private long oldest() {
    long oldest = Long.MAX_VALUE;
    if (!waiting.isEmpty()) {
      oldest = waiting.firstEntry().getValue().number();
    }
    for (Batch batch : underWay) {
      for (Change change : batch.changes()) {
        oldest = Math.min(oldest, change.number());
      }
    }
    return oldest;
  }

  /** How long until there is something to tell. */
  long tellableInNs() {
    return isDue(barriers.peek()) ? 0 : Long.MAX_VALUE;
  }

  /** How long until there is something to send, if it can be sent. */
  long sendableInNs(long nowNs) {
    if (waiting.isEmpty() && doubts.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return isRefused(nowNs) && withdrawals == 0 && doubts.isEmpty() ? againNs - nowNs : 0;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
