// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Free ranges in a sorted map: slow and plainly right. */
final class FreeRangesOracle {

  private final TreeMap<Long, Long> lengthByOffset = new TreeMap<>();

  void free(long offset, long length) {
    long start = offset;
    long end = offset + length;
    Map.Entry<Long, Long> before = lengthByOffset.lowerEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      start = before.getKey();
    }
    Long after = lengthByOffset.remove(end);
    lengthByOffset.put(start, end + (after == null ? 0 : after) - start);
  }

  /** Takes a block that must lie at the low end of a free range. */
  void take(long offset, long length) {
    Long free = lengthByOffset.remove(offset);
    assertThat(free).as("a free range starts at %d", offset).isNotNull();
    assertThat(length).isLessThanOrEqualTo(free);
    if (length < free) {
      lengthByOffset.put(offset + length, free - length);
    }
  }

  boolean isAnyFree(long offset, long length) {
    Map.Entry<Long, Long> last = lengthByOffset.lowerEntry(offset + length);
    return last != null && last.getKey() + last.getValue() > offset;
  }

  long longest() {
    return lengthByOffset.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  long freeBytes() {
    return lengthByOffset.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Same ranges in the same order, the same sums, and no two ranges that touch. */
  void assertSameAs(FreeExtents extents) {
    assertThat(extents.freeBytes()).isEqualTo(freeBytes());
    assertThat(extents.largestFreeExtent()).isEqualTo(longest());
    assertThat(extents.extentCount()).isEqualTo(lengthByOffset.size());
    Iterator<Map.Entry<Long, Long>> expected = lengthByOffset.entrySet().iterator();
    long[] lastEnd = {-1};
    extents.forEachExtent((offset, length) -> {
      Map.Entry<Long, Long> range = expected.next();
      assertThat(offset).isEqualTo(range.getKey()).isGreaterThan(lastEnd[0]);
      assertThat(length).isEqualTo(range.getValue());
      lastEnd[0] = offset + length;
    });
    assertThat(expected).isExhausted();
  }
}
