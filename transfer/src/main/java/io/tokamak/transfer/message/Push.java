// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * PUSH: fetch these objects of mine. The body has 8 bytes, and then 48 for each object:
 *
 * <pre>
 *   0  count     u32
 *   4  patience  u32  milliseconds
 *   8  objects   id, metadata length, offset, data length, entry, generation
 * </pre>
 */
public record Push(long number, int patienceMs, List<ObjectId> ids, List<Place> places) {
  /** Bytes of the body before the objects. */
  public static final int LENGTH = 8;

  /** Copies the lists. */
  public Push {
    ids = List.copyOf(ids);
    places = List.copyOf(places);
  }

  /** How many objects there can be in a message of so many bytes. */
  public static int most(int messageBytes) {
    return (messageBytes - Fields.BODY - LENGTH) / Places.LENGTH;
  }

  /** Writes the message; returns its length. */
  public int write(MemorySegment message) {
    int entries = ids.size() * Places.LENGTH;
    int length = Fields.begin(message, TransferType.PUSH, LENGTH, entries, number);
    Fields.u32(message, 0, ids.size());
    Fields.u32(message, 4, patienceMs);
    for (int i = 0; i < ids.size(); i++) {
      Places.write(message, LENGTH + i * Places.LENGTH, ids.get(i), places.get(i));
    }
    return length + entries;
  }

  /** Reads one. */
  public static Push read(MemorySegment message) {
    Fields.atLeast(message, LENGTH, TransferType.PUSH);
    int count = Fields.count(message, 0, LENGTH, Places.LENGTH, TransferType.PUSH);
    List<ObjectId> ids = new ArrayList<>(count);
    List<Place> places = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int at = LENGTH + i * Places.LENGTH;
      ids.add(Places.id(message, at));
      places.add(Places.read(message, at, TransferType.PUSH));
    }
    int patienceMs = Math.max(0, Fields.u32(message, 4));
    return new Push(MessageHeader.correlation(message), patienceMs, ids, places);
  }
}
