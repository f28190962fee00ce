// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text in columns as wide as they need. For one thread. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<Align> aligns;
  private final List<List<String>> rows = new ArrayList<>();

  /** To which side a column's texts go. */
  public enum Align {
    /** Words. */
    LEFT,
    /** Numbers. */
    RIGHT
  }

  /** A table with these columns. */
  public TextTable(Align... aligns) {
    this.aligns = List.of(aligns);
  }

  /** Adds a row: one text for each column. */
  public TextTable row(String... cells) {
    if (cells.length != aligns.size()) {
      throw new IllegalArgumentException(
          "a row of " + cells.length + " cells in a table of " + aligns.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** All rows, one a line, without white space at the ends of the lines. */
  public String render() {
    int[] widths = IntStream.range(0, aligns.size()).map(this::width).toArray();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(line(row, widths)).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String padding = " ".repeat(widths[column] - row.get(column).length());
      boolean left = aligns.get(column) == Align.LEFT;
      line.append(column == 0 ? "" : GAP);
      line.append(left ? row.get(column) + padding : padding + row.get(column));
    }
    return line.toString().stripTrailing();
  }
}
