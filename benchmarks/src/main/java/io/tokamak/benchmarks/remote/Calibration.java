// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.client.ProtocolCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The costs by which a node chooses.
 *
 * @param label of the way to the other node
 * @param costs of that fabric, by size
 */
record Calibration(String label, List<ProtocolCost> costs) {
  /** Copies the list. */
  Calibration {
    costs = List.copyOf(costs);
  }

  /** For people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("costs by which " + label + " chooses, in µs");
    costs.forEach(cost -> lines.add(line(cost)));
    return lines;
  }

  private static String line(ProtocolCost cost) {
    StringBuilder line = new StringBuilder("%10s ".formatted(Units.size(cost.bytes())));
    cost.micros()
        .forEach((name, micros) ->
            line.append(String.format(Locale.ROOT, " %s %s", name, Units.micros(micros))));
    return line.append("  -> ").append(cost.chosen()).toString();
  }

  /** One for each protocol and size. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (ProtocolCost cost : costs) {
      cost.micros().forEach((protocol, micros) -> rows.add(row(cost, protocol, micros)));
    }
    return rows;
  }

  private Row row(ProtocolCost cost, String protocol, double micros) {
    return new Row(
            "tokamak-" + label + "-" + protocol,
            RemoteRows.CALIBRATED,
            Math.toIntExact(cost.bytes()),
            1,
            1,
            1,
            1,
            micros,
            micros,
            0)
        .with("chosen", protocol.equals(cost.chosen()) ? 1 : 0);
  }
}
