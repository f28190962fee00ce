// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.tokamak.benchmarks.cluster.Pattern.Stage;
import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Row;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ranks tell the first one, and what it makes of that. */
final class ClusterResultTest {
  private static Share share(long objects, long timedNs, long longestNs, long callNs) {
    Histogram times = new Histogram(3);
    if (objects > 0) {
      times.recordValueWithCount(callNs, objects);
    }
    Map<String, Long> ways = objects == 0 ? Map.of() : Map.of("tcp/direct", objects);
    return new Share(objects, objects * 1_000_000, timedNs, longestNs, times, ways);
  }

  private static CellResult oneToAll() {
    return new CellResult(
        Pattern.ONE_TO_ALL,
        new Stage(0, Stage.ALL),
        1_000_000,
        4,
        9,
        1,
        List.of(
            share(0, 0, 20_000_000, 0),
            share(10, 10_000_000, 20_000_000, 1_000_000),
            share(10, 20_000_000, 20_000_000, 2_000_000)));
  }

  @Test
  void shouldTellTheSameAfterTheWay() {
    for (Share share : oneToAll().shares()) {
      assertThat(Share.decode(share.encode())).isEqualTo(share);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1 2 3 4 5", "1 2 3 4 !! ", "a b c d e f", "1 2 3 4 AAAA x=1"})
  void shouldRefuseWhatIsNoShare(String text) {
    assertThatThrownBy(() -> Share.decode(text)).isInstanceOf(BenchException.class);
  }

  @Test
  void shouldMeasureAllTogetherByTheSlowest() {
    CellResult cell = oneToAll();
    assertThat(cell.megabytesPerSecond()).isCloseTo(1000, within(1e-6));
    assertThat(cell.speeds()).containsExactly(500, 1000);
    assertThat(cell.times().getTotalCount()).isEqualTo(20);
    assertThat(cell.ways()).containsExactly(Map.entry("tcp/direct", 20L));
  }

  @Test
  void shouldHaveRowsOfAllAndOfEach() {
    ClusterResult result = new ClusterResult(List.of("a", "b", "c"), List.of(oneToAll()));
    assertThat(result.rows())
        .extracting(Row::system, Row::operation, Row::nodes, Row::inFlight, Row::operations)
        .containsExactly(
            tuple("tokamak-tcp", "one-to-all", 3, 4, 20L),
            tuple("tokamak-tcp", "one-to-all-each", 3, 4, 10L),
            tuple("tokamak-tcp", "one-to-all-each", 3, 4, 10L));
    assertThat(result.rows().get(1).p50Micros()).isCloseTo(1000, within(2.0));
    assertThat(result.rows().get(2).more()).containsEntry("rank", 2.0);
    assertThat(result.machines()).containsEntry("rank 1", "b");
  }

  @Test
  void shouldShowPairs() {
    List<CellResult> pairs =
        Pattern.ALL_PAIRS.stages(2).stream()
            .map(stage ->
                new CellResult(
                    Pattern.ALL_PAIRS,
                    stage,
                    1 << 20,
                    1,
                    9,
                    1,
                    List.of(
                        share(stage.to() == 0 ? 5 : 0, 5_000_000, 5_000_000, 300_000),
                        share(stage.to() == 1 ? 5 : 0, 5_000_000, 5_000_000, 400_000))))
            .toList();
    ClusterResult result = new ClusterResult(List.of("a", "b"), pairs);
    StringWriter text = new StringWriter();
    result.print(new PrintWriter(text));
    assertThat(text.toString())
        .contains("rank 0 on a")
        .contains("all-pairs, 2 ranks: one rank fetches from one other")
        .containsPattern("0 +- +300")
        .containsPattern("1 +400 +-");
    assertThat(result.rows().getFirst().more()).containsEntry("from", 0.0).containsEntry("to", 1.0);
  }
}
