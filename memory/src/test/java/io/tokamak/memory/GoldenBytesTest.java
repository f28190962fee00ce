// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.RecordLayout;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.table.Entries;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The exact bytes in the segment: they are what processes of different versions and languages agree
 * on.
 */
class GoldenBytesTest {
  private final SmallSegment small = new SmallSegment();
  private final Segment segment = small.segment;

  private String hex(long offset, int length) {
    byte[] bytes = small.memory.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void shouldWriteTheHeader() {
    assertThat(hex(0, 120))
        .isEqualTo(
            "544f4b414d414b31" // magic
                + "01000000" // layout version
                + "00100000" // header length
                + "0000010000000000" // capacity
                + "8877665544332211" // epoch
                + "67120000" // pid
                + "00100000" // page size
                + "02000000" // slots
                + "00400000" // slot length
                + "08000000" // entries
                + "08000000" // buckets
                + "0010000000000000" // slots offset
                + "0000200000000000" // buckets offset
                + "0010200000000000" // entries offset
                + "0030200000000000" // data offset
                + "0030210000000000" // segment length
                + "41420f0000000000" // created at
                + "0020200000000000" // records offset
                + "0000000000000000"); // reserved
  }

  @Test
  void shouldWriteAnEntry() {
    Entries entries = segment.entries();
    entries.id(3, 0x0807060504030201L, 0x100f0e0d0c0b0a09L, 0x14131211);
    entries.nextLink(3, 6);
    entries.block(3, 0x1000, 0x200, 0x30);
    entries.created(3, 0x0a0b, 0x77);
    entries.sealedAtMicros(3, 0x0c0d);
    entries.accessTick(3, 0x99);
    entries.flags(3, EntryLayout.PINNED_BY_USER);
    entries.publish(3, Control.of(Control.SEALED, 1, 5));
    assertThat(hex(segment.geometry().entriesOffset() + 3 * 64, 64))
        .isEqualTo(
            "0202000005000000" // control: sealed, slot 1, generation 5
                + "0102030405060708090a0b0c0d0e0f1011121314" // id
                + "06000000" // next
                + "0010000000000000" // offset
                + "0002000000000000" // data length
                + "30000000" // metadata length
                + "01000000" // flags
                + "9900000000000000"); // access tick
    assertThat(hex(segment.geometry().recordsOffset() + 3 * 32, RecordLayout.LENGTH))
        .isEqualTo(
            "0b0a000000000000" + "0d0c000000000000" + "7700000000000000" + "0000000000000000");
  }

  @Test
  void shouldWriteASlot() {
    ClientSlot slot = segment.slot(1);
    slot.open(0x5566, 0x1234, 1000, 0x99);
    slot.lease().open(0x40);
    slot.ring().push(ObjectRef.of(2, 1));
    slot.pins().claim(ObjectRef.of(5, 9), 2);
    long offset = segment.geometry().slotOffset(1);
    assertThat(hex(offset, 24))
        .isEqualTo("34120000e8030000" + "9900000000000000" + "6655000000000000");
    assertThat(hex(offset + 128, 8)).isEqualTo("4000000000000000");
    assertThat(hex(offset + 192, 8)).isEqualTo("0000000000000000");
    assertThat(hex(offset + 256, 8)).isEqualTo("0100000000000000");
    assertThat(hex(offset + 320, 8)).isEqualTo("4000000000000000");
    assertThat(hex(offset + 4096 + 16, 8)).isEqualTo("0900000006000000");
    assertThat(hex(offset + 12288, 8)).isEqualTo("0100000003000000");
  }

  @Test
  void shouldReadItsOwnHeader() {
    assertThat(SegmentHeader.readFrom(small.memory)).isEqualTo(segment.header());
  }
}
