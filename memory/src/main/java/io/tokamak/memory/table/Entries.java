// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.table;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.RecordLayout;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.words.SharedWords;
import java.util.Objects;

/**
 * Field access to the entries of the object table. Thread-safe as memory is: who may write a field
 * is decided by the entry's state (its creator while CREATED, the store otherwise). Allocates
 * nothing.
 */
public final class Entries {
  private final SharedWords words;
  private final long base;
  private final long recordsBase;
  private final int count;

  /** The entries of the segment that {@code words} shows. */
  public Entries(SharedWords words, SegmentGeometry geometry) {
    this.words = words;
    this.base = geometry.entriesOffset();
    this.recordsBase = geometry.recordsOffset();
    this.count = geometry.entryCount();
  }

  /** How many entries there are. */
  public int count() {
    return count;
  }

  private long at(int entry, int field) {
    return base + (long) Objects.checkIndex(entry, count) * EntryLayout.LENGTH + field;
  }

  /** Where the entry starts in the segment, for those who read many of its fields at once. */
  public long position(int entry) {
    return at(entry, 0);
  }

  private long recordAt(int entry, int field) {
    return recordsBase + (long) Objects.checkIndex(entry, count) * RecordLayout.LENGTH + field;
  }

  /** The control word, with volatile semantics. */
  public long control(int entry) {
    return words.getVolatile(at(entry, EntryLayout.CONTROL));
  }

  /** Publishes a control word: everything written before is visible to whoever sees it. */
  public void publish(int entry, long control) {
    words.putRelease(at(entry, EntryLayout.CONTROL), control);
  }

  /** Changes the control word if it is still {@code expected}. */
  public boolean compareAndSet(int entry, long expected, long control) {
    return words.compareAndSet(at(entry, EntryLayout.CONTROL), expected, control);
  }

  /** The reference to the entry's life that {@code control} belongs to. */
  public static long ref(int entry, long control) {
    return ObjectRef.of(entry, Control.generation(control));
  }

  /**
   * Whether the entry carries this id. Ordered: a control word read afterwards is not older than
   * the id.
   */
  public boolean hasId(int entry, long id0, long id1, int id2) {
    return words.getAcquire(at(entry, EntryLayout.ID_0)) == id0
        && words.getAcquire(at(entry, EntryLayout.ID_1)) == id1
        && (int) words.getAcquire(at(entry, EntryLayout.ID_2)) == id2;
  }

  public long id0(int entry) {
    return words.getAcquire(at(entry, EntryLayout.ID_0));
  }

  public long id1(int entry) {
    return words.getAcquire(at(entry, EntryLayout.ID_1));
  }

  public int id2(int entry) {
    return (int) words.getAcquire(at(entry, EntryLayout.ID_2));
  }

  /** Writes the id and clears the chain link; only while the entry is in nobody's chain. */
  public void id(int entry, long id0, long id1, int id2) {
    words.putPlain(at(entry, EntryLayout.ID_0), id0);
    words.putPlain(at(entry, EntryLayout.ID_1), id1);
    words.putPlain(at(entry, EntryLayout.ID_2), Integer.toUnsignedLong(id2));
  }

  /**
   * Link to the next entry of the chain: index + 1, or 0. Shares a word with the id's last four
   * bytes.
   */
  public int nextLink(int entry) {
    return (int) (words.getAcquire(at(entry, EntryLayout.ID_2)) >>> 32);
  }

  /** Sets the link. One writer at a time: the creator before the insert, the store after it. */
  public void nextLink(int entry, int link) {
    long at = at(entry, EntryLayout.ID_2);
    words.putRelease(at, ((long) link << 32) | (words.getPlain(at) & 0xFFFF_FFFFL));
  }

  /** Offset of the data in the data area. */
  public long offset(int entry) {
    return words.getPlain(at(entry, EntryLayout.OFFSET));
  }

  public long dataLength(int entry) {
    return words.getPlain(at(entry, EntryLayout.DATA_LENGTH));
  }

  public int metadataLength(int entry) {
    return (int) words.getPlain(at(entry, EntryLayout.METADATA_LENGTH));
  }

  /** Bits of {@link EntryLayout}; written by the store. */
  public int flags(int entry) {
    return (int) (words.getPlain(at(entry, EntryLayout.METADATA_LENGTH)) >>> 32);
  }

  /** Replaces the flags; store only, on a sealed entry. */
  public void flags(int entry, int flags) {
    placement(entry, metadataLength(entry), flags);
  }

  private void placement(int entry, int metadataLength, int flags) {
    long word = (long) flags << 32 | Integer.toUnsignedLong(metadataLength);
    words.putPlain(at(entry, EntryLayout.METADATA_LENGTH), word);
  }

  /**
   * Writes where the object lies, in bytes of the data area, and clears the flags and the checksum.
   */
  public void block(int entry, long offset, long dataLength, int metadataLength) {
    words.putPlain(at(entry, EntryLayout.OFFSET), offset);
    words.putPlain(at(entry, EntryLayout.DATA_LENGTH), dataLength);
    placement(entry, metadataLength, 0);
    words.putPlain(recordAt(entry, RecordLayout.CHECKSUM), 0);
  }

  /** Writes when and by whom the object was created; not sealed yet. */
  public void created(int entry, long createdAtMicros, int creatorPid) {
    words.putPlain(recordAt(entry, RecordLayout.CREATED_AT_MICROS), createdAtMicros);
    words.putPlain(recordAt(entry, RecordLayout.SEALED_AT_MICROS), 0);
    words.putPlain(recordAt(entry, RecordLayout.CREATOR_PID), Integer.toUnsignedLong(creatorPid));
    words.putPlain(at(entry, EntryLayout.ACCESS_TICK), 0);
  }

  public long createdAtMicros(int entry) {
    return words.getPlain(recordAt(entry, RecordLayout.CREATED_AT_MICROS));
  }

  /** When the object was sealed, 0 before. */
  public long sealedAtMicros(int entry) {
    return words.getPlain(recordAt(entry, RecordLayout.SEALED_AT_MICROS));
  }

  public void sealedAtMicros(int entry, long micros) {
    words.putPlain(recordAt(entry, RecordLayout.SEALED_AT_MICROS), micros);
  }

  public int creatorPid(int entry) {
    return (int) words.getPlain(recordAt(entry, RecordLayout.CREATOR_PID));
  }

  /** The checksum that somebody noted, 0 when nobody has. */
  public long checksum(int entry) {
    return words.getPlain(recordAt(entry, RecordLayout.CHECKSUM));
  }

  /** Notes the checksum, not 0; only while the object is pinned. */
  public void checksum(int entry, long checksum) {
    words.putPlain(recordAt(entry, RecordLayout.CHECKSUM), checksum);
  }

  /** Newest access; see AccessClock. */
  public long accessTick(int entry) {
    return words.getPlain(at(entry, EntryLayout.ACCESS_TICK));
  }

  public void accessTick(int entry, long tick) {
    words.putPlain(at(entry, EntryLayout.ACCESS_TICK), tick);
  }
}
