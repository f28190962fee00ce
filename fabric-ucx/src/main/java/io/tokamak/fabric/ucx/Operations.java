// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this side of an endpoint has asked for.
 *
 * <p>Fences: what follows one is {@code held} until all moves (reads, writes, atomics) before it
 * are over, with one exception that makes a read and a look at what it read one round trip: a read
 * may pass behind other reads, as those who move keep their order ({@link Mover#fenceReads}). What
 * is no read still waits for the reads before that fence ({@code readsBefore}).
 *
 * <p>A flush waits for the moves before it, then for the peer's answer to a FLUSH frame, which
 * comes behind all messages.
 *
 * <p>Operations that ended are {@code ended} until somebody may be told. Bounded everywhere. No
 * allocation once as many objects are there as are needed at a time. For one thread.
 */
final class Operations {
  private final Outbox outbox;
  private final List<Operation> underWay = new ArrayList<>();
  private final Deque<Operation> spare = new ArrayDeque<>();
  private final Deque<Operation> held = new ArrayDeque<>();
  private final Deque<Operation> ended = new ArrayDeque<>();
  private final List<Operation> flushes = new ArrayList<>();
  private @Nullable Mover mover;
  private long peerEpoch;
  private long serials;
  private int moves;
  private int notReads;
  private long passedFence;
  private int readsBefore;
  private long heldBytes;
  private long flushesAsked;
  private long flushesAnswered;

  /** Operations whose frames go into {@code outbox}. */
  Operations(Outbox outbox) {
    this.outbox = outbox;
  }

  /** Who moves the bytes, and the life of the peer: pointers of another one are stale. */
  void begin(Mover chosen, long epoch) {
    mover = chosen;
    peerEpoch = epoch;
  }

  private Mover mover() {
    if (mover == null) {
      throw new IllegalStateException("an operation before the endpoint was ready");
    }
    return mover;
  }

  /** Sends a message; false when too much waits already. */
  boolean send(MemorySegment head, MemorySegment body) {
    long length = head.byteSize() + body.byteSize();
    if (length > Limits.MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "a message of %d bytes, the fabric allows %d".formatted(length, Limits.MESSAGE_BYTES));
    }
    if (outbox.isCrowded(heldBytes + length)) {
      return false;
    }
    Slot slot = outbox.take(length);
    slot.add(head, 0, head.byteSize());
    slot.add(body, 0, body.byteSize());
    Operation message = take(Operation.Kind.MESSAGE, 0);
    message.message = slot;
    startOrHold(message);
    return true;
  }

  /** Begins a read or write; false when too much is under way. */
  boolean move(
      Operation.Kind kind, UcxRegion region, long offset, RemotePointer pointer, long token) {
    if (isFull() || (kind == Operation.Kind.WRITE && outbox.isCrowded(0))) {
      return false;
    }
    Operation operation = begin(kind, pointer, token);
    operation.region = region;
    operation.regionOffset = offset;
    operation.length = pointer.length();
    go(operation, pointer);
    return true;
  }

  /** Begins an atomic; false when too much is under way. */
  boolean atomic(Operation.Kind kind, RemotePointer word, long argument, long value, long token) {
    if (isFull()) {
      return false;
    }
    Operation operation = begin(kind, word, token);
    operation.argument = argument;
    operation.value = value;
    if (word.length() < Long.BYTES) {
      fail(operation, OperationStatus.OUT_OF_BOUNDS);
    } else {
      go(operation, word);
    }
    return true;
  }

  /** Begins a flush; false when too much is under way. */
  boolean flush(long token) {
    if (isFull()) {
      return false;
    }
    startOrHold(list(take(Operation.Kind.FLUSH, token)));
    return true;
  }

  /** What follows is not placed before what came before. */
  void fence() {
    Operation last = held.peekLast();
    boolean nothingBefore = moves == 0 && held.isEmpty();
    if (!nothingBefore && (last == null || last.kind != Operation.Kind.FENCE)) {
      held.add(take(Operation.Kind.FENCE, 0));
    }
  }

  private boolean isFull() {
    return underWay.size() >= Limits.OPERATIONS;
  }

  private Operation begin(Operation.Kind kind, RemotePointer pointer, long token) {
    Operation operation = list(take(kind, token));
    operation.targetRegion = pointer.region();
    operation.targetGeneration = pointer.generation();
    operation.targetOffset = pointer.offset();
    return operation;
  }

  private void go(Operation operation, RemotePointer pointer) {
    if (pointer.epoch() == peerEpoch) {
      startOrHold(operation);
    } else {
      fail(operation, OperationStatus.STALE_POINTER);
    }
  }

  private Operation take(Operation.Kind kind, long token) {
    Operation operation = spare.isEmpty() ? new Operation() : spare.pop();
    operation.kind = kind;
    operation.token = token;
    operation.serial = ++serials;
    operation.status = OperationStatus.DONE;
    operation.length = 0;
    operation.issued = 0;
    operation.argument = 0;
    operation.value = 0;
    operation.flushNumber = 0;
    operation.answered(false);
    return operation;
  }

  private Operation list(Operation operation) {
    operation.place = underWay.size();
    underWay.add(operation);
    return operation;
  }

  private void unlist(Operation operation) {
    Operation last = underWay.removeLast();
    if (last != operation) {
      underWay.set(operation.place, last);
      last.place = operation.place;
    }
  }

  private void startOrHold(Operation operation) {
    if (held.isEmpty() && mayStart(operation)) {
      start(operation);
    } else {
      hold(operation);
      settle();
    }
  }

  private void hold(Operation operation) {
    heldBytes += weight(operation);
    held.add(operation);
  }

  /** What a message takes while it waits; the number of other operations is bounded anyway. */
  private static long weight(Operation operation) {
    return operation.message == null ? 0 : Slot.PAYLOAD + (long) operation.message.length;
  }

  private boolean mayStart(Operation operation) {
    return readsBefore == 0
        || operation.kind == Operation.Kind.READ
        || operation.kind == Operation.Kind.FLUSH;
  }

  /** Lets go of what is held as far as fences allow. */
  private void settle() {
    while (!held.isEmpty()) {
      Operation first = held.removeFirst();
      boolean goes =
          first.kind == Operation.Kind.FENCE ? moves == 0 || passReads() : mayStart(first);
      if (!goes) {
        held.addFirst(first);
        return;
      }
      heldBytes -= weight(first);
      if (first.kind == Operation.Kind.FENCE) {
        spare.push(first);
      } else {
        start(first);
      }
    }
  }

  /** Whether the read that is next may go behind the reads before the fence. */
  private boolean passReads() {
    Operation next = held.peekFirst();
    if (next == null || next.kind != Operation.Kind.READ || notReads > 0 || mover().hasUnissued()) {
      return false;
    }
    if (!mover().fenceReads()) {
      return false;
    }
    passedFence = next.serial;
    readsBefore = moves;
    return true;
  }

  private void start(Operation operation) {
    if (operation.kind == Operation.Kind.MESSAGE) {
      Slot slot = operation.message;
      operation.message = null;
      spare.push(operation);
      if (slot != null) {
        outbox.message(slot);
      }
    } else if (operation.kind == Operation.Kind.FLUSH) {
      operation.ahead = moves;
      flushes.add(operation);
      askIfDue(operation);
    } else {
      moves++;
      notReads += operation.kind == Operation.Kind.READ ? 0 : 1;
      mover().start(operation);
    }
  }

  private void askIfDue(Operation flush) {
    if (flush.ahead == 0) {
      flush.flushNumber = ++flushesAsked;
      flush.ask();
      Frame frame = outbox.start(FrameType.FLUSH);
      frame.number = flush.flushNumber;
      outbox.send(frame);
    }
  }

  /** The peer has received all that was sent before that FLUSH. */
  void flushed(long number) {
    if (number != flushesAnswered + 1 || number > flushesAsked) {
      throw new BadFrameException("FLUSHED " + number + ", which was not asked for");
    }
    flushesAnswered = number;
    for (int i = 0; i < flushes.size(); i++) {
      Operation flush = flushes.get(i);
      if (flush.flushNumber == number) {
        flushes.remove(i);
        end(flush);
        return;
      }
    }
  }

  /** A move has ended as its status says. */
  void over(Operation move) {
    moves--;
    notReads -= move.kind == Operation.Kind.READ ? 0 : 1;
    if (readsBefore > 0 && move.serial < passedFence) {
      readsBefore--;
    }
    for (int i = 0; i < flushes.size(); i++) {
      Operation flush = flushes.get(i);
      if (move.serial < flush.serial && flush.flushNumber == 0) {
        flush.ahead--;
        askIfDue(flush);
      }
    }
    end(move);
    settle();
  }

  private void end(Operation operation) {
    unlist(operation);
    operation.region = null;
    operation.remote = null;
    if (operation.status != OperationStatus.DONE || !operation.isAtomic()) {
      operation.value = 0;
    }
    ended.add(operation);
  }

  private void fail(Operation operation, OperationStatus status) {
    operation.status = status;
    end(operation);
  }

  /**
   * Whether the peer leaves something unanswered that it was asked for by name, for too long. A
   * look at the time: some of it counts from here on.
   *
   * @param pausedNs how long this node itself has not been listening
   */
  boolean isOverdue(long nowNs, long pausedNs) {
    boolean overdue = false;
    for (int i = 0; i < underWay.size(); i++) {
      Operation operation = underWay.get(i);
      overdue |= operation.asked && operation.answer.isOverdue(nowNs, pausedNs, Limits.ANSWER_NS);
    }
    return overdue;
  }

  /** How many ended and nobody has been told. */
  int endedCount() {
    return ended.size();
  }

  /** Whether something has been asked for that is not over. */
  boolean isUnderWay() {
    return !underWay.isEmpty();
  }

  /** The next that ended; to be given back by {@link #told}. */
  @Nullable Operation nextEnded() {
    return ended.poll();
  }

  void told(Operation operation) {
    spare.push(operation);
  }

  /** The connection is gone: all that is under way ends so, in the order it was begun. */
  void disconnect() {
    for (Operation operation : held) {
      if (operation.message != null) {
        outbox.give(operation.message);
        operation.message = null;
      }
    }
    held.clear();
    heldBytes = 0;
    flushes.clear();
    underWay.sort(Comparator.comparingLong(operation -> operation.serial));
    for (Operation operation : underWay) {
      operation.status = OperationStatus.DISCONNECTED;
      operation.value = 0;
      operation.region = null;
      operation.remote = null;
      ended.add(operation);
    }
    underWay.clear();
  }
}
