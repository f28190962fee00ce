// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * EVENTS: what was sealed and what went. The body has 8 bytes, and then 40 for each event:
 *
 * <pre>
 *   0  count     u32
 *   4  reserved  u32  0
 *   8  events    kind (u8, 1: sealed, 2: gone), 3 bytes of 0, metadata length (u32),
 *                data length (u64), id (20 bytes), 4 bytes of 0
 * </pre>
 */
public final class Events {
  /** Bytes of the body before the events. */
  public static final int LENGTH = 8;

  private static final int ENTRY = 40;
  private static final int SEALED = 1;
  private static final int GONE = 2;

  private Events() {}

  /** One event. */
  public record Event(boolean sealed, ObjectId id, long dataLength, int metadataLength) {}

  /** How many events there can be in a message of so many bytes. */
  public static int most(int messageBytes) {
    return (messageBytes - Fields.BODY - LENGTH) / ENTRY;
  }

  /** Writes the message; returns its length. */
  public static int write(MemorySegment message, long number, List<Event> events) {
    int entries = events.size() * ENTRY;
    int length = Fields.begin(message, TransferType.EVENTS, LENGTH, entries, number);
    message.asSlice(length, entries).fill((byte) 0);
    Fields.u32(message, 0, events.size());
    for (int i = 0; i < events.size(); i++) {
      write(message, LENGTH + i * ENTRY, events.get(i));
    }
    return length + entries;
  }

  private static void write(MemorySegment message, int at, Event event) {
    Fields.u8(message, at, event.sealed ? SEALED : GONE);
    Fields.u32(message, at + 4, event.metadataLength);
    Fields.u64(message, at + 8, event.dataLength);
    event.id.writeTo(message, Fields.BODY + at + 16);
  }

  /** Reads one. */
  public static List<Event> read(MemorySegment message) {
    Fields.atLeast(message, LENGTH, TransferType.EVENTS);
    int count = Fields.count(message, 0, LENGTH, ENTRY, TransferType.EVENTS);
    List<Event> events = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      events.add(event(message, LENGTH + i * ENTRY));
    }
    return events;
  }

  private static Event event(MemorySegment message, int at) {
    int kind = Fields.u8(message, at);
    if (kind != SEALED && kind != GONE) {
      throw Fields.bad(TransferType.EVENTS, "kind", kind, "1 or 2");
    }
    return new Event(
        kind == SEALED,
        ObjectId.read(message, Fields.BODY + at + 16),
        Fields.u64(message, at + 8),
        Fields.u32(message, at + 4));
  }
}
