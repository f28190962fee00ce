// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.Location;
import io.tokamak.directory.message.DirectoryMessageType;
import io.tokamak.directory.message.UpdateMessage;
import io.tokamak.directory.message.UpdateMessage.Change;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Changes on their way to the host, in messages that are kept until it says that they are made.
 * Numbered from 1 on, whatever becomes of the host.
 */
final class UpdateQueue {
  private final MessageWriter open;
  private final Deque<Batch> waiting = new ArrayDeque<>();
  private final Deque<Batch> sent = new ArrayDeque<>();
  private long openFirst = 1;
  private long next = 1;
  private long made;

  /** A message; the changes in it have the numbers from first to last. */
  record Batch(long first, long last, MemorySegment message) {}

  /** An empty queue that writes its messages there. */
  UpdateQueue(MessageWriter writer) {
    open = writer;
    begin();
  }

  private void begin() {
    openFirst = next;
    open.begin(DirectoryMessageType.UPDATE.code(), 0, next);
  }

  /** How many changes the host has not confirmed. */
  long size() {
    return next - 1 - made;
  }

  /** Number of the last change. */
  long last() {
    return next - 1;
  }

  /** Number of the last change that the host has made. */
  long made() {
    return made;
  }

  void add(UpdateMessage.Kind kind, ObjectId id, Location location) {
    if (open.room() < UpdateMessage.ITEM_LENGTH) {
      seal();
    }
    new Change(kind, id, location).encode(open);
    next++;
  }

  private void seal() {
    if (next > openFirst) {
      byte[] message = open.end().toArray(ValueLayout.JAVA_BYTE);
      waiting.add(new Batch(openFirst, next - 1, MemorySegment.ofArray(message)));
      begin();
    }
  }

  /** The next message to be sent; null when there is none. */
  @Nullable MemorySegment toSend() {
    if (waiting.isEmpty()) {
      seal();
    }
    Batch batch = waiting.peek();
    return batch == null ? null : batch.message;
  }

  boolean isSendDue() {
    return next > openFirst || !waiting.isEmpty();
  }

  /** The message was sent. */
  void sent() {
    sent.add(waiting.remove());
  }

  /**
   * The host has made the changes up to this one.
   *
   * @throws BadMessageException when it cannot have
   */
  void made(long last) {
    while (made < last) {
      Batch batch = sent.peek();
      if (batch == null || batch.last > last) {
        throw new BadMessageException(
            "found change %d confirmed, expected one that ends a message".formatted(last));
      }
      sent.remove();
      made = batch.last;
    }
  }

  /** All that is not confirmed has to be sent again. */
  void sendAgain() {
    while (!sent.isEmpty()) {
      waiting.addFirst(sent.removeLast());
    }
  }

  /** Forgets all changes; they are of no use any more. */
  void clear() {
    sent.clear();
    waiting.clear();
    made = next - 1;
    begin();
  }
}
