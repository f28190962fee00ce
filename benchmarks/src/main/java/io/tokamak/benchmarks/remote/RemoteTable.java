// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Rows as tables: one for each operation, systems below each other, sizes beside each other. */
final class RemoteTable {
  private static final int NAME_WIDTH = 26;
  private static final int CELL_WIDTH = 11;

  private final RemoteRows rows;

  RemoteTable(RemoteRows rows) {
    this.rows = rows.compared();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("one at a time: median time in µs of one fetch (get)");
    lines.addAll(table(""));
    lines.add("");
    if (rows.all().stream().anyMatch(row -> row.operation().endsWith(RemoteRows.MANY))) {
      lines.add("many at once: µs for each of them");
      lines.addAll(table(RemoteRows.MANY));
      lines.add("");
    }
    lines.add("smallest and largest of the repetitions, one at a time, in µs");
    lines.addAll(spread());
    return lines;
  }

  private List<String> table(String suffix) {
    List<String> lines = new ArrayList<>();
    lines.add(header());
    for (String system : rows.systems()) {
      for (String operation : operations(system, suffix)) {
        lines.add(line(name(system, operation, suffix), system, operation));
      }
    }
    return lines;
  }

  private String header() {
    StringBuilder line = new StringBuilder(padded("", NAME_WIDTH));
    rows.sizes().forEach(size -> line.append(cell(Units.size(size))));
    return line.toString();
  }

  private List<String> operations(String system, String suffix) {
    Stream<String> all =
        rows.all().stream().filter(row -> row.system().equals(system)).map(Row::operation);
    boolean many = !suffix.isEmpty();
    return all.filter(name -> name.endsWith(RemoteRows.MANY) == many).distinct().toList();
  }

  private static String name(String system, String operation, String suffix) {
    String plain = operation.substring(0, operation.length() - suffix.length());
    boolean usual = plain.equals("fetch") || plain.equals("get");
    return usual ? system : system + " " + plain;
  }

  private String line(String name, String system, String operation) {
    StringBuilder line = new StringBuilder(padded(name, NAME_WIDTH));
    for (int size : rows.sizes()) {
      OptionalDouble micros = rows.micros(system, operation, size);
      line.append(cell(micros.isPresent() ? Units.micros(micros.getAsDouble()) : "-"));
    }
    return line.toString();
  }

  private List<String> spread() {
    List<String> lines = new ArrayList<>();
    for (String system : rows.systems()) {
      for (String operation : operations(system, "")) {
        StringBuilder line = new StringBuilder(padded(name(system, operation, ""), NAME_WIDTH));
        rows.sizes().forEach(size -> line.append(range(rows.of(system, operation, size))));
        lines.add(line.toString());
      }
    }
    return lines;
  }

  private static String range(List<Row> of) {
    double[] sorted = Medians.sorted(of.stream().mapToDouble(Row::p50Micros));
    return sorted.length == 0
        ? " -"
        : " " + Units.micros(sorted[0]) + "-" + Units.micros(sorted[sorted.length - 1]);
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, "%" + CELL_WIDTH + "s", text);
  }

  private static String padded(String text, int width) {
    return String.format(Locale.ROOT, "%-" + width + "s", text);
  }
}
