// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeClassesTest {

  @Test
  void shouldGiveShortLengthsAClassOfTheirOwn() {
    for (int granules = 1; granules < 64; granules++) {
      assertThat(SizeClasses.of(granules)).isEqualTo(granules);
      assertThat(SizeClasses.shortest(granules)).isEqualTo(granules);
    }
  }

  @Test
  void shouldAscendWithoutGapsOrOverlaps() {
    for (int sizeClass = 2; sizeClass < SizeClasses.COUNT; sizeClass++) {
      long shortest = SizeClasses.shortest(sizeClass);
      assertThat(SizeClasses.of(shortest)).isEqualTo(sizeClass);
      assertThat(SizeClasses.of(shortest - 1)).isEqualTo(sizeClass - 1);
    }
  }

  @Test
  void shouldKeepClassesNarrow() {
    for (int sizeClass = 64; sizeClass < SizeClasses.COUNT - 1; sizeClass++) {
      long shortest = SizeClasses.shortest(sizeClass);
      long width = SizeClasses.shortest(sizeClass + 1) - shortest;
      assertThat(width * 32).isLessThanOrEqualTo(shortest);
    }
  }

  @Test
  void shouldHoldTheLongestAddressableRange() {
    long longest = Long.MAX_VALUE / FreeExtents.GRANULE_LENGTH;
    assertThat(SizeClasses.of(longest)).isEqualTo(SizeClasses.COUNT - 1);
  }
}
