// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.SharedWords;
import java.lang.foreign.MemorySegment;

/**
 * A store's shared memory, mapped into this process: the table, the client slots, the signals and
 * the data. What is mapped read-only can be read and not written: the kernel sees to it.
 *
 * <p>Thread-safe. The mapping belongs to whoever made it and must outlive this object's use.
 */
public final class Segment {
  private final SegmentHeader header;
  private final SharedWords words;
  private final Entries entries;
  private final ObjectTable table;
  private final SegmentSignals signals;
  private final MemorySegment data;

  private Segment(SegmentHeader header, MemorySegment mapping, SharedWords words) {
    SegmentGeometry geometry = header.geometry();
    this.header = header;
    this.words = words;
    this.entries = new Entries(words, geometry);
    this.table = new ObjectTable(words, geometry, entries);
    this.signals = new SegmentSignals(words);
    this.data = mapping.asSlice(geometry.dataOffset(), geometry.dataLength());
  }

  /**
   * Writes the header into a fresh, zero-filled mapping whose head (all before the data area) is
   * reserved.
   */
  public static Segment format(MemorySegment mapping, SharedWords words, SegmentHeader header) {
    header.writeTo(mapping);
    return new Segment(header, mapping, words);
  }

  /**
   * Uses a mapping that a store formatted.
   *
   * @param words accesses to the same mapping
   * @throws LayoutMismatchException when it is not a segment of this layout
   */
  public static Segment attach(MemorySegment mapping, SharedWords words) {
    return new Segment(SegmentHeader.readFrom(mapping), mapping, words);
  }

  public SegmentHeader header() {
    return header;
  }

  public SegmentGeometry geometry() {
    return header.geometry();
  }

  public SharedWords words() {
    return words;
  }

  public Entries entries() {
    return entries;
  }

  public ObjectTable table() {
    return table;
  }

  public SegmentSignals signals() {
    return signals;
  }

  /** Slot number {@code index}. */
  public ClientSlot slot(int index) {
    return new ClientSlot(words, header.geometry(), entries, index);
  }

  /** The whole data area. */
  public MemorySegment data() {
    return data;
  }

  /** The data bytes of an object that the caller pinned or created. */
  public MemorySegment dataOf(int entry) {
    return data.asSlice(entries.offset(entry), entries.dataLength(entry));
  }

  /** The metadata bytes of an object that the caller pinned or created. */
  public MemorySegment metadataOf(int entry) {
    long offset = entries.offset(entry) + BlockLength.metadataOffset(entries.dataLength(entry));
    int length = entries.metadataLength(entry);
    return length == 0 ? data.asSlice(0, 0) : data.asSlice(offset, length);
  }
}
