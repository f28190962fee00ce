// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Chart;
import java.util.List;

/**
 * A figure with all that belongs to it.
 *
 * @param id short, for file names
 * @param title what it is about
 * @param source where the claims come from
 * @param introduction what a reader has to know who has not read the source
 * @param charts the pictures; none when nothing was measured for them
 * @param claims what the source says, and what became of it
 * @param method how it was measured
 */
public record Figure(
    String id,
    String title,
    String source,
    String introduction,
    List<Chart> charts,
    List<Claim> claims,
    String method) {
  /** Copies the lists. */
  public Figure {
    charts = List.copyOf(charts);
    claims = List.copyOf(claims);
  }
}
