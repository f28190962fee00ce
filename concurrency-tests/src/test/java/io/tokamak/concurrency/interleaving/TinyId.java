// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import io.tokamak.memory.layout.BucketWord;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.MappedWords;
import java.lang.foreign.Arena;
import java.util.stream.LongStream;

/** An object id of which only the first word differs from others. */
record TinyId(long word0) {

  /** An id that falls into another bucket than {@code other}. */
  static TinyId elsewhere(SegmentGeometry geometry, TinyId other) {
    return LongStream.iterate(1, id -> id + 1)
        .mapToObj(TinyId::new)
        .filter(id -> id.bucket(geometry) != other.bucket(geometry))
        .findFirst()
        .orElseThrow();
  }

  /** Found by trying: the hash is the table's own business. */
  private int bucket(SegmentGeometry geometry) {
    try (Arena arena = Arena.ofConfined()) {
      MappedWords words = new MappedWords(arena.allocate(geometry.segmentLength(), 8));
      Entries entries = new Entries(words, geometry);
      entries.id(0, word0, 0, 0);
      new ObjectTable(words, geometry, entries).insert(0);
      int bucket = 0;
      while (words.getPlain(geometry.bucketsOffset() + (long) bucket * BucketWord.LENGTH) == 0) {
        bucket++;
      }
      return bucket;
    }
  }
}
