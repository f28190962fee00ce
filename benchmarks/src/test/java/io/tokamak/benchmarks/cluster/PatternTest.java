// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.benchmarks.cluster.Pattern.Stage;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who fetches what from whom. */
final class PatternTest {
  private static final int RANKS = 4;
  private static final int EACH = 6;

  private final Stock stock = new Stock("run", RANKS, 64, EACH);

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void shouldBeFoundByItsName(Pattern pattern) {
    assertThat(Pattern.of(pattern.label())).contains(pattern);
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void shouldNeverHaveARankFetchItsOwn(Pattern pattern) {
    for (Stage stage : pattern.stages(RANKS)) {
      for (int rank = 0; rank < RANKS; rank++) {
        assertThat(stock.wanted(stage, rank)).doesNotContainAnyElementsOf(stock.of(rank));
      }
    }
  }

  @Test
  void shouldMeasureEachPairOnceInEachDirection() {
    assertThat(Pattern.ALL_PAIRS.stages(RANKS))
        .hasSize(RANKS * (RANKS - 1))
        .doesNotHaveDuplicates();
    Stage pair = Pattern.ALL_PAIRS.stages(RANKS).getFirst();
    assertThat(pair).hasToString("0 to 1");
    assertThat(stock.wanted(pair, 1)).isEqualTo(stock.of(0));
    assertThat(stock.wanted(pair, 2)).isEmpty();
  }

  @Test
  void shouldHaveAllFetchTheSameFromOne() {
    Stage stage = Pattern.ONE_TO_ALL.stages(RANKS).getFirst();
    for (int rank = 1; rank < RANKS; rank++) {
      assertThat(stock.wanted(stage, rank)).isEqualTo(stock.of(0));
    }
  }

  @Test
  void shouldHaveTheFirstFetchAnEqualShareFromEach() {
    Stage stage = Pattern.ALL_TO_ONE.stages(RANKS).getFirst();
    List<ObjectId> wanted = stock.wanted(stage, 0);
    assertThat(wanted).hasSize(EACH).doesNotHaveDuplicates();
    for (int rank = 1; rank < RANKS; rank++) {
      assertThat(wanted).filteredOn(stock.of(rank)::contains).hasSize(EACH / (RANKS - 1));
    }
    assertThat(stock.wanted(stage, 1)).isEmpty();
  }

  @Test
  void shouldHaveNobodyFetchWhatAnotherFetchesInNToN() {
    Stage stage = Pattern.N_TO_N.stages(RANKS).getFirst();
    List<ObjectId> all = new ArrayList<>();
    for (int rank = 0; rank < RANKS; rank++) {
      List<ObjectId> wanted = stock.wanted(stage, rank);
      assertThat(wanted).hasSize(EACH);
      assertThat(stock.of((rank + 1) % RANKS)).contains(wanted.getFirst());
      all.addAll(wanted);
    }
    assertThat(new HashSet<>(all)).hasSize(RANKS * EACH);
  }

  @Test
  void shouldNotMistakeAnObjectOfAnotherRunOrSize() {
    assertThat(new Stock("other", RANKS, 64, EACH).of(0)).doesNotContainAnyElementsOf(stock.of(0));
    assertThat(new Stock("run", RANKS, 65, EACH).of(0)).doesNotContainAnyElementsOf(stock.of(0));
  }

  private static ClusterPlan plan(int sizeBytes, long memoryBytes) {
    return new ClusterPlan(
        List.of(Pattern.values()),
        List.of(sizeBytes),
        List.of(1, 16),
        1,
        1,
        WarmUp.of(1),
        memoryBytes,
        false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 10, 1 << 20, 64 << 20})
  void shouldHaveAWholeShareForEachOther(int sizeBytes) {
    for (int ranks = 1; ranks <= 9; ranks++) {
      int each = plan(sizeBytes, 1).objects(sizeBytes, ranks);
      assertThat(each).isGreaterThanOrEqualTo(16);
      assertThat(each % Math.max(ranks - 1, 1)).isZero();
    }
  }

  /** A rank alone has nobody to fetch from, and would try for ever. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void shouldNotMeasureARankAlone(int ranks) {
    assertThatThrownBy(() -> plan(1 << 10, 1 << 30).requireRoom(ranks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 or more are needed, found " + ranks);
  }

  @Test
  void shouldSayHowMuchMemoryIsNeeded() {
    plan(1 << 20, 96 << 20).requireRoom(2);
    assertThatThrownBy(() -> plan(1 << 20, (96 << 20) - 1).requireRoom(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--memory " + (96 << 20));
  }
}
