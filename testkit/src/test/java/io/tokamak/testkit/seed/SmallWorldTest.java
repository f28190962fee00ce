// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallWorldTest {

  @Test
  void shouldGoThroughEveryCombinationOnce() {
    List<String> cases = new ArrayList<>();
    SmallWorld world = new SmallWorld();
    while (world.next()) {
      cases.add(world.below(3) + "" + world.flip() + world.pick(List.of("a", "b")));
    }
    assertThat(cases).hasSize(12).doesNotHaveDuplicates().contains("0falsea", "2trueb");
    assertThat(world.cases()).isEqualTo(12);
  }

  @Test
  void shouldLetLaterChoicesDependOnEarlierOnes() {
    List<Integer> cases = new ArrayList<>();
    SmallWorld world = new SmallWorld();
    while (world.next()) {
      int length = world.below(4);
      int number = 1;
      for (int i = 0; i < length; i++) {
        number = number * 2 + world.below(2);
      }
      cases.add(number);
    }
    assertThat(cases).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  }

  @Test
  void shouldGoThroughEveryOrder() {
    List<List<String>> orders = new ArrayList<>();
    SmallWorld world = new SmallWorld();
    while (world.next()) {
      orders.add(world.permutation(List.of("a", "b", "c")));
    }
    assertThat(orders).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void shouldHaveOneCaseWhenThereIsNothingToChoose() {
    SmallWorld world = new SmallWorld();
    assertThat(world.next()).isTrue();
    assertThat(world.next()).isFalse();
  }

  @Test
  void shouldRefuseABodyThatIsNotRepeatable() {
    SmallWorld world = new SmallWorld();
    assertThat(world.next()).isTrue();
    assertThat(world.below(2)).isZero();
    assertThat(world.next()).isTrue();
    assertThatThrownBy(() -> world.below(3)).hasMessageContaining("not repeatable");
  }

  @Test
  void shouldRefuseChoicesOutsideACaseAndWithoutAlternatives() {
    SmallWorld world = new SmallWorld();
    assertThatThrownBy(() -> world.below(2)).isInstanceOf(IllegalArgumentException.class);
    assertThat(world.next()).isTrue();
    assertThatThrownBy(() -> world.below(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
