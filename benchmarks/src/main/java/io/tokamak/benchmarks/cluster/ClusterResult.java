// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Row;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** What all ranks of a run have measured. */
public final class ClusterResult {
  private final List<String> machines;
  private final List<CellResult> cells;

  ClusterResult(List<String> machines, List<CellResult> cells) {
    this.machines = List.copyOf(machines);
    this.cells = List.copyOf(cells);
  }

  /** What bears on figures: the machine of the first rank, then a line for that of each. */
  public Map<String, String> machines() {
    Map<String, String> fields = Machine.description();
    for (int rank = 0; rank < machines.size(); rank++) {
      fields.put("rank " + rank, machines.get(rank));
    }
    return fields;
  }

  /** All of it, as rows. */
  public List<Row> rows() {
    return ClusterRows.of(cells);
  }

  /** Prints tables. */
  public void print(PrintWriter output) {
    for (int rank = 0; rank < machines.size(); rank++) {
      output.println("rank " + rank + " on " + machines.get(rank));
    }
    new ClusterTable(cells, machines.size()).lines().forEach(output::println);
    output.flush();
  }
}
