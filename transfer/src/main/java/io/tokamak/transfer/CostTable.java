// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import java.util.List;

/**
 * What each protocol costs at each size, over each fabric: what protocols are chosen by, to be
 * printed.
 *
 * @param rows by fabric, then size
 */
public record CostTable(List<Row> rows) {
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
}
