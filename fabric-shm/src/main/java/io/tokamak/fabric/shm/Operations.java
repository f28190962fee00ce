// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this side of an endpoint has asked for.
 *
 * <p>Short operations are done when they are asked for, and have {@code ended} until somebody may
 * be told in a poll. Long reads and writes are copied in pieces, in turn, by {@link #step}. So a
 * fence is free while no long one goes on; otherwise it is {@code held}, with all that follows,
 * messages included, until the long ones before it are over.
 *
 * <p>A flush waits for long operations before it, and for the peer's answer to a FLUSH frame if
 * messages were sent since the last one.
 *
 * <p>Bounded everywhere. No allocation once as many objects are there as are needed at a time. For
 * one thread.
 */
final class Operations {
  private final Flow flow;
  private final Copying copying;
  private final Deque<Operation> spare = new ArrayDeque<>();
  private final Deque<Operation> held = new ArrayDeque<>();
  private final Deque<Operation> moving = new ArrayDeque<>();
  private final List<Operation> flushes = new ArrayList<>();
  private final Deque<Operation> ended = new ArrayDeque<>();
  private final ByteQueue heldMessages = new ByteQueue();
  private int count;
  private long serials;
  private boolean unflushedMessages;
  private long flushesAsked;
  private long flushesAnswered;

  /** Operations whose messages go over {@code flow}. */
  Operations(Flow flow, Copying copying) {
    this.flow = flow;
    this.copying = copying;
  }

  /** Why the memory of the peer is of no use; null as long as it is. */
  @Nullable IOException failure() {
    return copying.failure();
  }

  /** Sends a message; false when too much waits already. */
  boolean send(MemorySegment head, MemorySegment body) {
    long length = head.byteSize() + body.byteSize();
    if (length > Limits.MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "a message of %d bytes, the fabric allows %d".formatted(length, Limits.MESSAGE_BYTES));
    }
    long frameLength = FrameHeader.LENGTH + length;
    if (flow.queue().bytes() + heldMessages.bytes() + frameLength > Limits.QUEUED_BYTES) {
      return false;
    }
    if (held.isEmpty()) {
      unflushedMessages = true;
      flow.message(flow.queue(), head, body);
      flow.changed();
    } else {
      flow.message(heldMessages, head, body);
      Operation message = take(Operation.Kind.MESSAGE, 0);
      message.length = frameLength;
      held.add(message);
    }
    return true;
  }

  /** Begins a read or write; false when too much is under way. */
  boolean move(
      Operation.Kind kind, ShmRegion region, long offset, RemotePointer pointer, long token) {
    if (isFull()) {
      return false;
    }
    Operation operation = begin(kind, pointer, token);
    operation.region = region;
    operation.regionOffset = offset;
    startOrHold(operation);
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
      operation.status = OperationStatus.OUT_OF_BOUNDS;
      operation.value = 0;
      ended.add(operation);
    } else {
      operation.length = Long.BYTES;
      startOrHold(operation);
    }
    return true;
  }

  /** Begins a flush; false when too much is under way. */
  boolean flush(long token) {
    if (isFull()) {
      return false;
    }
    count++;
    startOrHold(take(Operation.Kind.FLUSH, token));
    return true;
  }

  /** What follows is not placed before what came before. */
  void fence() {
    VarHandle.fullFence();
    Operation last = held.peekLast();
    boolean nothingBefore = moving.isEmpty() && held.isEmpty();
    if (!nothingBefore && (last == null || last.kind != Operation.Kind.FENCE)) {
      held.add(take(Operation.Kind.FENCE, 0));
    }
  }

  private boolean isFull() {
    return count >= Limits.OPERATIONS;
  }

  private Operation begin(Operation.Kind kind, RemotePointer pointer, long token) {
    count++;
    Operation operation = take(kind, token);
    operation.targetEpoch = pointer.epoch();
    operation.targetRegion = pointer.region();
    operation.targetGeneration = pointer.generation();
    operation.targetOffset = pointer.offset();
    operation.length = pointer.length();
    return operation;
  }

  private Operation take(Operation.Kind kind, long token) {
    Operation operation = spare.isEmpty() ? new Operation() : spare.pop();
    operation.kind = kind;
    operation.token = token;
    operation.serial = ++serials;
    operation.status = OperationStatus.DONE;
    operation.length = 0;
    operation.done = 0;
    operation.argument = 0;
    operation.value = 0;
    return operation;
  }

  private void startOrHold(Operation operation) {
    if (held.isEmpty()) {
      start(operation);
    } else {
      held.add(operation);
    }
  }

  private void start(Operation operation) {
    if (operation.kind == Operation.Kind.FLUSH) {
      startFlush(operation);
    } else if (operation.kind == Operation.Kind.MESSAGE) {
      unflushedMessages = true;
      heldMessages.moveTo(flow.queue(), operation.length);
      flow.changed();
      spare.push(operation);
    } else if (operation.isLong()) {
      moving.add(operation);
    } else {
      copying.step(operation);
      over(operation);
    }
  }

  private void startFlush(Operation flush) {
    if (unflushedMessages) {
      unflushedMessages = false;
      flow.send(FrameType.FLUSH, ++flushesAsked);
    }
    flush.flushNumber = flushesAsked;
    flush.longAhead = moving.size();
    flushes.add(flush);
    endFlushes();
  }

  private void endFlushes() {
    while (!flushes.isEmpty() && isFlushed(flushes.getFirst())) {
      VarHandle.fullFence();
      ended.add(flushes.removeFirst());
    }
  }

  private boolean isFlushed(Operation flush) {
    return flush.longAhead == 0 && flush.flushNumber <= flushesAnswered;
  }

  /** The peer has received what was sent before that FLUSH. */
  void flushed(long number) {
    if (number <= flushesAnswered || number > flushesAsked) {
      throw new BadFrameException("FLUSHED " + number + ", which was not asked for");
    }
    flushesAnswered = number;
    endFlushes();
  }

  /** Whether there is something to copy. */
  boolean isMoving() {
    return !moving.isEmpty();
  }

  /** Copies a piece of the long operation whose turn it is. Returns the bytes copied. */
  long step() {
    Operation operation = moving.removeFirst();
    long before = operation.done;
    copying.step(operation);
    long moved = operation.done - before;
    if (operation.isOver()) {
      over(operation);
      passFlushes(operation.serial);
      settle();
    } else {
      moving.add(operation);
    }
    return moved;
  }

  private void passFlushes(long serial) {
    for (int i = 0; i < flushes.size(); i++) {
      Operation flush = flushes.get(i);
      flush.longAhead -= serial < flush.serial ? 1 : 0;
    }
    endFlushes();
  }

  /** Lets go of what is held as far as fences allow. */
  private void settle() {
    while (!held.isEmpty()) {
      if (held.getFirst().kind != Operation.Kind.FENCE) {
        start(held.removeFirst());
      } else if (moving.isEmpty()) {
        spare.push(held.removeFirst());
      } else {
        return;
      }
    }
  }

  private void over(Operation operation) {
    operation.region = null;
    ended.add(operation);
  }

  /** How many ended and nobody has been told. */
  int endedCount() {
    return ended.size();
  }

  /** The next that ended; to be given back by {@link #told}. */
  @Nullable Operation nextEnded() {
    return ended.poll();
  }

  void told(Operation operation) {
    count--;
    spare.push(operation);
  }

  /** The connection is gone: all that is under way ends so, in the order it was begun. */
  void disconnect() {
    Deque<Operation> left = new ArrayDeque<>(moving);
    left.addAll(flushes);
    left.addAll(held);
    left.stream()
        .filter(operation -> operation.kind != Operation.Kind.FENCE)
        .filter(operation -> operation.kind != Operation.Kind.MESSAGE)
        .sorted(Comparator.comparingLong(operation -> operation.serial))
        .forEach(operation -> {
          operation.status = OperationStatus.DISCONNECTED;
          operation.value = 0;
          over(operation);
        });
    moving.clear();
    flushes.clear();
    held.clear();
  }
}
