// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.statistics.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FileComparisonTest {
  private static List<Row> rows(String operation, double... micros) {
    List<Row> rows = new ArrayList<>();
    for (double each : micros) {
      rows.add(new Row("tokamak", operation, 1024, 1, 8, 100, rows.size() + 1, each, each, 0));
    }
    return rows;
  }

  private static ResultFile file(String cpu, List<Row> one, List<Row> other) {
    List<Row> all = new ArrayList<>(one);
    all.addAll(other);
    return new ResultFile("", Map.of("cpu", cpu), List.of(), all);
  }

  @Test
  void shouldSayWhatBecameFasterSlowerOrNeither() {
    ResultFile before = file("a", rows("put", 10, 10.1, 9.9), rows("get", 5, 5.1, 4.9));
    ResultFile after = file("a", rows("put", 8, 8.1, 7.9), rows("get", 5, 5.2, 4.8));
    FileComparison comparison = new FileComparison(before, after);
    assertThat(comparison.lines())
        .anySatisfy(line -> assertThat(line).startsWith("tokamak put 1 KiB").endsWith("faster"))
        .anySatisfy(line -> assertThat(line).startsWith("tokamak get 1 KiB").endsWith("noise"))
        .last()
        .isEqualTo("1 faster, 0 slower, 1 noise, 0 unknown; in one of the files only: 0");
    assertThat(comparison.count(Change.FASTER)).isEqualTo(1);
    assertThat(new FileComparison(after, before).lines())
        .anySatisfy(line -> assertThat(line).endsWith("slower"));
  }

  /** Each of three loads became slower; taken for repetitions of one they would be noise. */
  @Test
  void shouldTellCellsApartThatDifferInWhatTheyWereMeasuredWith() {
    List<Row> before = new ArrayList<>();
    List<Row> after = new ArrayList<>();
    for (int load : List.of(25, 50, 75)) {
      rows("paced", load, load + 0.1).forEach(row -> before.add(row.with("load_percent", load)));
      rows("paced", 2 * load, 2 * load + 0.1)
          .forEach(row -> after.add(row.with("load_percent", load)));
    }
    rows("all-pairs", 10).forEach(row -> before.add(row.with("from", 0).with("to", 1)));
    rows("all-pairs", 99).forEach(row -> after.add(row.with("from", 1).with("to", 0)));
    rows("n-to-n-each", 10).forEach(row -> before.add(row.with("rank", 0)));
    rows("n-to-n-each", 99).forEach(row -> after.add(row.with("rank", 1)));
    assertThat(
            new FileComparison(file("a", before, List.of()), file("a", after, List.of())).lines())
        .anySatisfy(line -> assertThat(line).contains("paced 1 KiB", ", load 50 %", "slower"))
        .last()
        .isEqualTo("0 faster, 3 slower, 0 noise, 0 unknown; in one of the files only: 4");
  }

  @Test
  void shouldWarnOfAnotherMachineAndCountWhatCannotBeCompared() {
    ResultFile before = file("a", rows("put", 10), rows("get", 5));
    ResultFile after = file("b", rows("put", 10), rows("delete", 5));
    assertThat(new FileComparison(before, after).lines())
        .first()
        .isEqualTo("not the same cpu: a before, b after");
    assertThat(new FileComparison(before, after).lines())
        .last()
        .isEqualTo("0 faster, 0 slower, 0 noise, 1 unknown; in one of the files only: 2");
  }
}
