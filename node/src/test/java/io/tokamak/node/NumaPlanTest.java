// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.os.NumaTopology;
import io.tokamak.memory.os.RdmaDevice;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class NumaPlanTest {
  private static final BitSet ALL = NumaTopology.numbers("0-7");
  private static final NumaTopology TWO =
      new NumaTopology(Map.of(0, NumaTopology.numbers("0-3"), 1, NumaTopology.numbers("4-7")));
  private static final NumaTopology ONE = new NumaTopology(Map.of(0, ALL));

  private static RdmaDevice device(String name, OptionalInt numaNode) {
    return new RdmaDevice(name, numaNode, Optional.empty(), List.of());
  }

  private static Optional<NumaPlan> automatic(NumaTopology topology, RdmaDevice... devices) {
    return NumaPlan.of(new NumaChoice.Auto(), topology, ALL, List.of(devices));
  }

  @Test
  void shouldGoWhereTheDeviceIs() {
    assertThat(automatic(TWO, device("mlx5_0", OptionalInt.of(1))))
        .hasValue(
            new NumaPlan(1, NumaTopology.numbers("4-7"), "as mlx5_0, which it uses, is there"));
  }

  @Test
  void shouldGoToTheFirstDeviceThatIsAnywhere() {
    assertThat(
            automatic(
                TWO,
                device("rxe0", OptionalInt.empty()),
                device("mlx5_1", OptionalInt.of(1)),
                device("mlx5_0", OptionalInt.of(0))))
        .map(NumaPlan::numaNode)
        .hasValue(1);
  }

  @Test
  void shouldStayWhereNothingIsGained() {
    assertThat(automatic(TWO)).isEmpty();
    assertThat(automatic(TWO, device("rxe0", OptionalInt.empty()))).isEmpty();
    assertThat(automatic(ONE, device("mlx5_0", OptionalInt.of(0)))).isEmpty();
    assertThat(NumaPlan.of(new NumaChoice.Off(), TWO, ALL, List.of())).isEmpty();
  }

  @Test
  void shouldUseTheProcessorsItMayUse() {
    Optional<NumaPlan> plan =
        NumaPlan.of(new NumaChoice.On(1), TWO, NumaTopology.numbers("2-5"), List.of());

    assertThat(plan).hasValue(new NumaPlan(1, NumaTopology.numbers("4-5"), "as asked"));
  }

  @Test
  void shouldRefuseANodeThatIsNotThereOrNotForUs() {
    assertThatThrownBy(() -> NumaPlan.of(new NumaChoice.On(2), TWO, ALL, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NUMA node 2")
        .hasMessageContaining("[0, 1]");
    BitSet first = NumaTopology.numbers("0-1");
    assertThatThrownBy(() -> NumaPlan.of(new NumaChoice.On(1), TWO, first, List.of()))
        .hasMessageContaining("processors 0-1");
  }
}
