// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import org.jspecify.annotations.Nullable;

/** What one endpoint sends: frames, numbered in their order, over the path to its peer. */
final class Outbox {
  private final Slots slots;
  private final Frame frame = new Frame();
  private @Nullable Path path;
  private long connection;
  private int sequence;
  private long bytes;
  private boolean spoke;

  Outbox(Slots slots) {
    this.slots = slots;
  }

  /** Frames go there from here on, for the peer's connection of that number. */
  void open(Path way, long peersConnection) {
    path = way;
    connection = peersConnection;
  }

  /** Nothing is sent any more. */
  void close() {
    path = null;
  }

  /** Whether too much waits to take so much more. */
  boolean isCrowded(long more) {
    return bytes + more > Limits.QUEUED_BYTES;
  }

  /** Bytes that UCX has not sent. */
  long bytes() {
    return bytes;
  }

  void queued(long more) {
    bytes += more;
  }

  /** Whether anything was sent since this was asked the last time. */
  boolean spoke() {
    boolean answer = spoke;
    spoke = false;
    return answer;
  }

  Slot take(long payloadBytes) {
    return slots.take(payloadBytes);
  }

  void give(Slot slot) {
    slots.give(slot);
  }

  /** A frame to fill for {@link #send}. */
  Frame start(FrameType type) {
    return frame.start(type);
  }

  /** Sends a message. */
  void message(Slot slot) {
    send(start(FrameType.MESSAGE), slot);
  }

  /** Sends a frame without a payload. */
  void send(Frame filled) {
    send(filled, slots.take(0));
  }

  /** Sends a frame; the slot, which has its payload, goes back when UCX is done with it. */
  void send(Frame filled, Slot slot) {
    Path way = path;
    if (way == null) {
      slots.give(slot);
      return;
    }
    filled.connection = connection;
    filled.sequence = sequence++;
    filled.write(slot.memory, 0);
    slot.owner = this;
    spoke = true;
    way.send(slot);
  }
}
