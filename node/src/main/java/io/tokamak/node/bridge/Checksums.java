// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.memory.Segment;
import io.tokamak.memory.table.Entries;
import io.tokamak.transfer.Place;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * CRC32C of objects, computed when first asked for and kept in the object's record. For one thread.
 */
final class Checksums {
  private static final long COMPUTED = 1L << 32;
  private static final long MOST_AT_ONCE = 1 << 30;

  private final Entries entries;
  private final MemorySegment data;
  private final CRC32C crc = new CRC32C();
  private long computed;

  Checksums(Segment segment) {
    this.entries = segment.entries();
    this.data = segment.data();
  }

  /** Of an object that is pinned. */
  int of(Place place) {
    long known = entries.checksum(place.entry());
    if (known != 0) {
      return (int) known;
    }
    int checksum = compute(place.offset(), place.length());
    entries.checksum(place.entry(), COMPUTED | Integer.toUnsignedLong(checksum));
    computed++;
    return checksum;
  }

  /** How many were computed. */
  long computed() {
    return computed;
  }

  private int compute(long offset, long length) {
    crc.reset();
    for (long done = 0; done < length; done += MOST_AT_ONCE) {
      long piece = Math.min(MOST_AT_ONCE, length - done);
      crc.update(data.asSlice(offset + done, piece).asByteBuffer());
    }
    return (int) crc.getValue();
  }
}
