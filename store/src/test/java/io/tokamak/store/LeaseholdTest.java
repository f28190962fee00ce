// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseholdTest {
  private final Leasehold leasehold = new Leasehold();

  private List<String> ranges() {
    List<String> ranges = new ArrayList<>();
    leasehold.forEach((start, length) -> ranges.add(start + "+" + length));
    return ranges;
  }

  @Test
  void shouldCarveBlocksOutInAnyOrder() {
    leasehold.add(0, 640);
    assertThat(leasehold.claim(128, 64)).isTrue();
    assertThat(leasehold.claim(0, 128)).isTrue();
    assertThat(leasehold.claim(576, 64)).isTrue();
    assertThat(ranges()).containsExactly("192+384");
    assertThat(leasehold.claim(192, 384)).isTrue();
    assertThat(ranges()).isEmpty();
  }

  @Test
  void shouldGiveNoByteTwice() {
    leasehold.add(0, 640);
    assertThat(leasehold.claim(64, 128)).isTrue();
    assertThat(leasehold.claim(64, 128)).isFalse();
    assertThat(leasehold.claim(0, 128)).isFalse();
    assertThat(leasehold.claim(128, 128)).isFalse();
    assertThat(ranges()).containsExactly("0+64", "192+448");
  }

  @Test
  void shouldRefuseNonsense() {
    leasehold.add(64, 640);
    assertThat(leasehold.claim(0, 64)).isFalse();
    assertThat(leasehold.claim(-64, 640)).isFalse();
    assertThat(leasehold.claim(640, 64)).isFalse();
    assertThat(leasehold.claim(64, Long.MAX_VALUE & -64)).isFalse();
    assertThat(leasehold.claim(64, -64)).isFalse();
    assertThat(leasehold.claim(64, 0)).isFalse();
    assertThat(leasehold.claim(65, 64)).isFalse();
    assertThat(leasehold.claim(64, 63)).isFalse();
    assertThat(ranges()).containsExactly("64+576");
  }

  @Test
  void shouldCutOnlyWhatIsLeft() {
    leasehold.add(0, 640);
    leasehold.claim(128, 64);
    leasehold.add(1024, 1088);
    List<String> cut = new ArrayList<>();
    long bytes = leasehold.cut(64, 1024, (start, length) -> cut.add(start + "+" + length));
    assertThat(cut).containsExactlyInAnyOrder("64+64", "192+448");
    assertThat(bytes).isEqualTo(512);
    assertThat(ranges()).containsExactly("0+64", "1024+64");
  }

  @Test
  void shouldGrowWithTheNumberOfGaps() {
    leasehold.add(0, 64 * 200);
    for (int block = 1; block < 200; block += 2) {
      assertThat(leasehold.claim(64L * block, 64)).isTrue();
    }
    assertThat(ranges()).hasSize(100);
    assertThat(leasehold.cut(0, Long.MAX_VALUE, (start, length) -> {})).isEqualTo(6400);
  }
}
