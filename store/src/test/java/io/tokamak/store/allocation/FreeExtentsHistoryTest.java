// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.store.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories, compared with an oracle after each step. */
class FreeExtentsHistoryTest {

  private record Block(long offset, long length) {}

  private final List<Block> blocks = new ArrayList<>();

  @Test
  void shouldAgreeWithTheOracleAfterEachStep() {
    SplittableRandom random = Seeds.random("FreeExtentsHistoryTest");
    for (int history = 0; history < 40; history++) {
      blocks.clear();
      // From a few granules, where everything touches everything, to some thousands.
      long capacity = 64L * (4 << random.nextInt(10));
      play(random, capacity, 64 + random.nextLong(capacity / 2));
    }
  }

  private void play(SplittableRandom random, long capacity, long longestBlock) {
    FreeExtents extents = new FreeExtents();
    FreeRangesOracle oracle = new FreeRangesOracle();
    for (int step = 0; step < 1_500; step++) {
      if (step % 4 == 0 && extents.managedBytes() < capacity) {
        long managed = extents.managedBytes();
        extents.add(managed, capacity / 4);
        oracle.free(managed, capacity / 4);
      } else if (random.nextInt(100) < 55) {
        allocate(extents, oracle, 1 + random.nextLong(longestBlock));
      } else if (!blocks.isEmpty()) {
        free(extents, oracle, random);
      }
      oracle.assertSameAs(extents);
      tryToFreeWhatIsFree(extents, oracle, random);
    }
    freeAll(extents, random);
    assertThat(extents.allocate(capacity)).isZero();
  }

  private void allocate(FreeExtents extents, FreeRangesOracle oracle, long length) {
    long block = (length + 63) / 64 * 64;
    long offset = extents.allocate(length);
    assertThat(offset != FreeExtents.NO_EXTENT)
        .as("an extent for %d bytes, the longest being %d", block, oracle.longest())
        .isEqualTo(oracle.longest() >= block);
    if (offset != FreeExtents.NO_EXTENT) {
      oracle.take(offset, block);
      blocks.add(new Block(offset, block));
    }
  }

  /** Frees a block, or the rear part of it as a lease does. */
  private void free(FreeExtents extents, FreeRangesOracle oracle, SplittableRandom random) {
    Block block = removeAny(random);
    long kept = random.nextInt(4) == 0 ? random.nextLong(block.length / 64) * 64 : 0;
    if (kept > 0) {
      blocks.add(new Block(block.offset, kept));
    }
    extents.free(block.offset + kept, block.length - kept);
    oracle.free(block.offset + kept, block.length - kept);
  }

  private static void tryToFreeWhatIsFree(
      FreeExtents extents, FreeRangesOracle oracle, SplittableRandom random) {
    long offset = random.nextLong(extents.managedBytes() / 64) * 64;
    long length = (1 + random.nextLong((extents.managedBytes() - offset) / 64)) * 64;
    if (oracle.isAnyFree(offset, length)) {
      assertThatThrownBy(() -> extents.free(offset, length))
          .isInstanceOf(IllegalStateException.class);
      oracle.assertSameAs(extents);
    }
  }

  @Test
  void shouldGrantTheWholeCapacityAfterAMillionOperations() {
    SplittableRandom random = Seeds.random("FreeExtentsHistoryTest.million");
    FreeExtents extents = new FreeExtents();
    long capacity = 1L << 30;
    extents.add(0, capacity);
    long allocated = 0;
    for (int step = 0; step < 1_000_000; step++) {
      long length = 64L << random.nextInt(14);
      long offset = random.nextInt(100) < 52 ? extents.allocate(length) : FreeExtents.NO_EXTENT;
      if (offset != FreeExtents.NO_EXTENT) {
        blocks.add(new Block(offset, length));
        allocated += length;
      } else if (!blocks.isEmpty()) {
        Block block = removeAny(random);
        extents.free(block.offset, block.length);
        allocated -= block.length;
      }
      assertThat(extents.allocatedBytes()).isEqualTo(allocated);
    }
    freeAll(extents, random);
    assertThat(extents.extentCount()).isEqualTo(1);
    assertThat(extents.allocate(capacity)).isZero();
  }

  private void freeAll(FreeExtents extents, SplittableRandom random) {
    while (!blocks.isEmpty()) {
      Block block = removeAny(random);
      extents.free(block.offset, block.length);
    }
  }

  private Block removeAny(SplittableRandom random) {
    int index = random.nextInt(blocks.size());
    Block last = blocks.removeLast();
    return index == blocks.size() ? last : blocks.set(index, last);
  }
}
