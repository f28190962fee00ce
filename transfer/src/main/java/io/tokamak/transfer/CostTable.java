// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What each protocol costs at each size, over each fabric: what protocols are chosen by, to be
 * printed, and to be kept as text: a line for each row, its words separated by blanks.
 *
 * @param rows by fabric, then size
 */
public record CostTable(List<Row> rows) {
  private static final String TITLE = "tokamak costs 1";
  private static final int WORDS_BEFORE_COSTS = 2;

  /**
   * One size over one fabric.
   *
   * @param fabric which
   * @param bytes data and metadata
   * @param micros cost of each protocol, in the order of {@link Protocol}; NaN: not possible there
   * @param chosen the cheapest
   * @param measured by a calibration; else built-in figures
   */
  public record Row(
      String fabric, long bytes, List<Double> micros, Protocol chosen, boolean measured) {
    /** Copies the list. */
    public Row {
      micros = List.copyOf(micros);
    }
  }

  /** Copies the list. */
  public CostTable {
    rows = List.copyOf(rows);
  }

  /** The measured rows as text. */
  public String toText() {
    StringBuilder text = new StringBuilder(TITLE).append('\n');
    for (Row row : rows) {
      if (row.measured) {
        text.append(row.fabric).append(' ').append(row.bytes);
        row.micros.forEach(micros -> text.append(String.format(Locale.ROOT, " %.3f", micros)));
        text.append(' ').append(row.chosen).append('\n');
      }
    }
    return text.toString();
  }

  /**
   * The table in a text.
   *
   * @throws IllegalArgumentException when it is none: which line, what was found
   */
  public static CostTable parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(TITLE)) {
      throw new IllegalArgumentException("no table of costs: the first line is not " + TITLE);
    }
    List<Row> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      rows.add(row(line));
    }
    return new CostTable(rows);
  }

  private static Row row(String line) {
    String[] words = line.split(" ", -1);
    int protocols = Protocol.values().length;
    if (words.length != WORDS_BEFORE_COSTS + protocols + 1) {
      throw new IllegalArgumentException("no row of costs: " + line);
    }
    List<Double> micros = new ArrayList<>();
    for (int i = 0; i < protocols; i++) {
      micros.add(Double.valueOf(words[WORDS_BEFORE_COSTS + i]));
    }
    return new Row(
        words[0],
        Long.parseLong(words[1]),
        micros,
        Protocol.valueOf(words[words.length - 1]),
        true);
  }
}
