// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FreeExtentsTest {

  private static final long CAPACITY = 64 * 1024;

  private final FreeExtents extents = new FreeExtents();

  @Test
  void shouldGrantNothingBeforeMemoryIsAdded() {
    assertThat(extents.allocate(1)).isEqualTo(FreeExtents.NO_EXTENT);
    assertThat(extents.largestFreeExtent()).isZero();
  }

  @Test
  void shouldGrantTheWholeCapacityInOnePiece() {
    extents.add(0, CAPACITY);
    assertThat(extents.allocate(CAPACITY)).isZero();
    assertThat(extents.allocate(1)).isEqualTo(FreeExtents.NO_EXTENT);
    assertThat(extents.freeBytes()).isZero();
    assertThat(extents.allocatedBytes()).isEqualTo(CAPACITY);
  }

  @Test
  void shouldRefuseMoreThanTheCapacity() {
    extents.add(0, CAPACITY);
    assertThat(extents.allocate(CAPACITY + 1)).isEqualTo(FreeExtents.NO_EXTENT);
    assertThat(extents.allocate(Long.MAX_VALUE)).isEqualTo(FreeExtents.NO_EXTENT);
  }

  @Test
  void shouldRoundBlocksUpToGranules() {
    extents.add(0, CAPACITY);
    assertThat(extents.allocate(1)).isZero();
    assertThat(extents.allocate(65)).isEqualTo(64);
    assertThat(extents.allocate(64)).isEqualTo(192);
    extents.free(64, 65);
    assertThat(extents.freeBytes()).isEqualTo(CAPACITY - 128);
  }

  @Test
  void shouldHandOutTheBlockThatWasFreedLast() {
    extents.add(0, CAPACITY);
    long first = extents.allocate(1024);
    extents.allocate(1024);
    extents.free(first, 1024);
    assertThat(extents.allocate(1024)).isEqualTo(first);
  }

  @Test
  void shouldCutTheSmallestExtentThatFits() {
    extents.add(0, CAPACITY);
    long wide = extents.allocate(4096);
    extents.allocate(64);
    long narrow = extents.allocate(1024);
    extents.allocate(64);
    extents.free(narrow, 1024);
    extents.free(wide, 4096);
    assertThat(extents.allocate(512)).isEqualTo(narrow);
    assertThat(extents.allocate(2048)).isEqualTo(wide);
  }

  @Test
  void shouldFindTheOnlyExtentThatFitsBehindManyShorterOnesOfItsClass() {
    // All lengths belong to one size class, so only a walk of its list can tell them apart.
    long shorter = 1024 * 64;
    long fitting = 1031 * 64;
    extents.add(0, 200 * (fitting + 64));
    long[] blocks = new long[100];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = extents.allocate(i == 50 ? fitting : shorter);
      extents.allocate(64);
    }
    occupyLargestExtent();
    for (int i = 0; i < blocks.length; i++) {
      extents.free(blocks[i], i == 50 ? fitting : shorter);
    }
    assertThat(extents.allocate(fitting)).isEqualTo(blocks[50]);
    assertThat(extents.allocate(fitting)).isEqualTo(FreeExtents.NO_EXTENT);
    assertThat(extents.largestFreeExtent()).isEqualTo(shorter);
  }

  private void occupyLargestExtent() {
    extents.allocate(extents.largestFreeExtent());
  }

  @Test
  void shouldJoinNeighboursInEveryOrderOfFreeing() {
    int[] order = {0, 1, 2, 3, 4, 5};
    permute(order, 0);
  }

  private void permute(int[] order, int from) {
    if (from == order.length) {
      freeInOrder(order);
      return;
    }
    for (int i = from; i < order.length; i++) {
      swap(order, from, i);
      permute(order, from + 1);
      swap(order, from, i);
    }
  }

  private static void freeInOrder(int[] order) {
    FreeExtents sixBlocks = new FreeExtents();
    sixBlocks.add(0, 6 * 64);
    for (int i = 0; i < 6; i++) {
      assertThat(sixBlocks.allocate(64)).isEqualTo(i * 64L);
    }
    for (int block : order) {
      sixBlocks.free(block * 64L, 64);
    }
    assertThat(sixBlocks.extentCount()).isEqualTo(1);
    assertThat(sixBlocks.allocate(6 * 64)).isZero();
  }

  private static void swap(int[] order, int i, int j) {
    int moved = order[i];
    order[i] = order[j];
    order[j] = moved;
  }

  @Test
  void shouldGrowAtItsEndAndJoinWhatIsAdded() {
    extents.add(4096, 1024);
    assertThat(extents.allocate(2048)).isEqualTo(FreeExtents.NO_EXTENT);
    extents.add(5120, 1024);
    assertThat(extents.managedBytes()).isEqualTo(2048);
    assertThat(extents.allocate(2048)).isEqualTo(4096);
  }

  @Test
  void shouldRefuseToGrowAnywhereElse() {
    extents.add(0, 1024);
    assertThatThrownBy(() -> extents.add(2048, 1024))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[2048, 3072)")
        .hasMessageContaining("[0, 1024)");
    assertThatThrownBy(() -> extents.add(512, 1024)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldDetectADoubleFreeOfAJoinedBlock() {
    extents.add(0, 1024);
    extents.allocate(1024);
    extents.free(0, 128);
    extents.free(128, 128);
    assertThatThrownBy(() -> extents.free(128, 64))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[128, 192)")
        .hasMessageContaining("[0, 256)");
    assertThat(extents.freeBytes()).isEqualTo(256);
  }

  @Test
  void shouldDetectAnOverlapAtEitherEndAndAcross() {
    extents.add(0, 4096);
    extents.allocate(4096);
    extents.free(1024, 1024);
    for (long[] range : new long[][] {{960, 128}, {1984, 128}, {960, 2048}, {1024, 1024}}) {
      assertThatThrownBy(() -> extents.free(range[0], range[1]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("[1024, 2048)");
    }
    assertThat(extents.extentCount()).isEqualTo(1);
  }

  @Test
  void shouldRefuseRangesOutsideTheManagedArea() {
    extents.add(1024, 1024);
    extents.allocate(1024);
    for (long[] range : new long[][] {{960, 64}, {2048, 64}, {1024, 2048}, {1L << 62, 64}}) {
      assertThatThrownBy(() -> extents.free(range[0], range[1]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("[1024, 2048)");
    }
  }

  @Test
  void shouldRefuseLengthsAndOffsetsThatAreNoBlocks() {
    extents.add(0, 1024);
    assertThatThrownBy(() -> extents.allocate(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> extents.allocate(-64)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> extents.free(32, 64)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> extents.free(-64, 64)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> extents.free(0, Long.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> extents.add(1024, 100)).isInstanceOf(IllegalArgumentException.class);
  }
}
