// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.client.ProtocolCost;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What each protocol costs, and from which size on which is taken. */
final class CostReport {
  private CostReport() {}

  /** A table for each fabric, and behind it where another protocol becomes the cheapest. */
  static String text(List<ProtocolCost> costs) {
    if (costs.isEmpty()) {
      return "no costs are known\n";
    }
    StringBuilder text = new StringBuilder();
    byFabric(costs).forEach((fabric, rows) -> text.append(fabric(fabric, rows)));
    return text.toString();
  }

  private static Map<String, List<ProtocolCost>> byFabric(List<ProtocolCost> costs) {
    return costs.stream()
        .collect(
            Collectors.groupingBy(ProtocolCost::fabric, LinkedHashMap::new, Collectors.toList()));
  }

  private static String fabric(String fabric, List<ProtocolCost> rows) {
    Set<String> protocols = new LinkedHashSet<>();
    rows.forEach(row -> protocols.addAll(row.micros().keySet()));
    boolean measured = rows.stream().allMatch(ProtocolCost::measured);
    return "%s, us, %s%n%s%s: %s%n"
        .formatted(
            fabric,
            measured ? "measured" : "built-in figures, not measured here",
            table(List.copyOf(protocols), rows),
            fabric,
            crossovers(rows));
  }

  private static String table(List<String> protocols, List<ProtocolCost> rows) {
    List<Align> aligns = new ArrayList<>(Collections.nCopies(protocols.size() + 1, Align.RIGHT));
    aligns.add(Align.LEFT);
    TextTable table = new TextTable(aligns.toArray(Align[]::new));
    List<String> head = new ArrayList<>(List.of("SIZE"));
    head.addAll(protocols);
    head.add("CHOSEN");
    table.row(head.toArray(String[]::new));
    for (ProtocolCost row : rows) {
      List<String> cells = new ArrayList<>(List.of(ByteSize.format(row.bytes())));
      protocols.forEach(protocol -> cells.add(cost(row, protocol)));
      cells.add(row.chosen());
      table.row(cells.toArray(String[]::new));
    }
    return table.render();
  }

  private static String cost(ProtocolCost row, String protocol) {
    Double micros = row.micros().get(protocol);
    return micros == null ? "-" : "%.1f".formatted(micros);
  }

  /** Such as {@code eager, from 32.0 KiB direct}. */
  static String crossovers(List<ProtocolCost> rows) {
    StringBuilder line = new StringBuilder();
    String chosen = "";
    for (ProtocolCost row : rows) {
      if (!row.chosen().equals(chosen)) {
        line.append(chosen.isEmpty() ? "" : ", from " + ByteSize.format(row.bytes()) + " on ");
        line.append(row.chosen());
        chosen = row.chosen();
      }
    }
    return line.toString();
  }

  /** The same for programs. */
  static List<Map<String, Object>> json(List<ProtocolCost> costs) {
    return costs.stream().map(CostReport::json).toList();
  }

  private static Map<String, Object> json(ProtocolCost cost) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("fabric", cost.fabric());
    fields.put("bytes", cost.bytes());
    fields.put("costs_us", cost.micros());
    fields.put("chosen", cost.chosen());
    fields.put("measured", cost.measured());
    return fields;
  }
}
