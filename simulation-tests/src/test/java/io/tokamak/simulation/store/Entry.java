// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.store;

import static java.util.Objects.requireNonNull;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An entry of the object table, as peers read it, and what the store knows besides. */
final class Entry {
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment line;
  private final MemorySegment data;
  private final int index;
  private @Nullable ObjectId id;
  private @Nullable Place place;
  private byte @Nullable [] sealedBytes;
  private @Nullable Integer checksum;
  private int pins;
  private long tick;

  Entry(MemorySegment table, MemorySegment data, int index) {
    this.line = table.asSlice((long) index * EntryLayout.LENGTH, EntryLayout.LENGTH);
    this.data = data;
    this.index = index;
  }

  void create(ObjectId newId, long offset, long dataLength, int metadataLength) {
    id = newId;
    place = new Place(offset, dataLength, metadataLength, index, Control.generation(control()));
    newId.writeTo(line, EntryLayout.ID_0);
    line.set(U64, EntryLayout.OFFSET, offset);
    line.set(U64, EntryLayout.DATA_LENGTH, dataLength);
    line.set(U32, EntryLayout.METADATA_LENGTH, metadataLength);
    become(Control.CREATED);
  }

  /** Returns the bytes that are immutable from now on. */
  byte[] seal() {
    byte[] bytes = bytes();
    sealedBytes = bytes;
    become(Control.SEALED);
    return bytes;
  }

  /** The generation rises first; only then may the memory be used again. */
  void free() {
    line.set(U64, EntryLayout.CONTROL, Control.freed(control()));
    id = null;
    place = null;
    sealedBytes = null;
    checksum = null;
  }

  void become(int state) {
    line.set(U64, EntryLayout.CONTROL, Control.withState(control(), state));
  }

  void pin(long now) {
    pins++;
    tick = now;
  }

  void unpin() {
    pins--;
  }

  int pins() {
    return pins;
  }

  long tick() {
    return tick;
  }

  int state() {
    return Control.state(control());
  }

  boolean isReadable() {
    return Control.isReadable(control());
  }

  boolean isEvictable() {
    return state() == Control.SEALED && pins == 0;
  }

  int checksum() {
    if (checksum == null) {
      checksum = Checksums.of(memory());
    }
    return checksum;
  }

  /** Sealed bytes never change. */
  void requireUnchanged() {
    byte[] sealed = sealedBytes;
    if (sealed != null && !Arrays.equals(sealed, bytes())) {
      throw new AssertionError("%s changed after it was sealed, at %s".formatted(id, place));
    }
  }

  ObjectId id() {
    return requireNonNull(id, "an empty entry has no object");
  }

  Place place() {
    return requireNonNull(place, "an empty entry has no object");
  }

  private long control() {
    return line.get(U64, EntryLayout.CONTROL);
  }

  private byte[] bytes() {
    return memory().toArray(ValueLayout.JAVA_BYTE);
  }

  private MemorySegment memory() {
    return data.asSlice(place().offset(), place().length());
  }
}
