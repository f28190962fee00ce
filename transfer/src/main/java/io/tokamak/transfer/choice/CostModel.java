// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.choice;

import io.tokamak.transfer.CostTable;
import io.tokamak.transfer.CostTable.Row;
import io.tokamak.transfer.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The costs that protocols are chosen by, for each fabric: built-in figures until somebody has
 * measured. For the manager's thread.
 */
public final class CostModel {
  /** The sizes in tables: 1 KiB to 64 MiB in steps of 4. */
  private static final List<Long> SIZES = sizes();

  private static final Protocol[] PROTOCOLS = Protocol.values();

  private final Map<String, Map<Protocol, CostCurve>> measured = new HashMap<>();
  private long version;

  /** The sizes in tables. */
  public static List<Long> tableSizes() {
    return SIZES;
  }

  private static List<Long> sizes() {
    List<Long> sizes = new ArrayList<>();
    for (long bytes = 1024; bytes <= 64L << 20; bytes *= 4) {
      sizes.add(bytes);
    }
    return List.copyOf(sizes);
  }

  /** In microseconds; NaN: not possible. */
  public double micros(String fabric, Protocol protocol, long bytes) {
    CostCurve curve = measured.getOrDefault(fabric, Map.of()).get(protocol);
    return (curve == null ? DefaultCosts.of(fabric, protocol) : curve).micros(bytes);
  }

  /** Rises whenever something is measured. */
  long version() {
    return version;
  }

  /** From now on these are the costs of the fabrics that the table has measured rows of. */
  public void install(CostTable table) {
    version++;
    table.rows().stream()
        .filter(Row::measured)
        .map(Row::fabric)
        .distinct()
        .forEach(fabric -> measured.put(fabric, curves(fabric, table)));
  }

  private static Map<Protocol, CostCurve> curves(String fabric, CostTable table) {
    List<Row> rows =
        table.rows().stream().filter(row -> row.measured() && row.fabric().equals(fabric)).toList();
    Map<Protocol, CostCurve> curves = new EnumMap<>(Protocol.class);
    for (Protocol protocol : PROTOCOLS) {
      List<Row> known =
          rows.stream().filter(row -> !row.micros().get(protocol.code() - 1).isNaN()).toList();
      if (!known.isEmpty()) {
        curves.put(
            protocol,
            new CostCurve(
                known.stream().mapToLong(Row::bytes).toArray(),
                known.stream().mapToDouble(row -> row.micros().get(protocol.code() - 1)).toArray(),
                DefaultCosts.of(fabric, protocol).microsPerByteBeyond()));
      }
    }
    return curves;
  }

  /** All of it as a table. */
  public CostTable table(List<String> fabrics) {
    List<Row> rows = new ArrayList<>();
    for (String fabric : fabrics) {
      for (long bytes : SIZES) {
        rows.add(row(fabric, bytes));
      }
    }
    return new CostTable(rows);
  }

  private Row row(String fabric, long bytes) {
    List<Double> micros = new ArrayList<>();
    for (Protocol protocol : PROTOCOLS) {
      micros.add(micros(fabric, protocol, bytes));
    }
    Protocol cheapest = cheapest(fabric, bytes, true);
    return new Row(fabric, bytes, micros, cheapest, measured.containsKey(fabric));
  }

  /**
   * The cheapest protocol; never that of the thesis' beginnings, which is there to compare with.
   *
   * @param direct whether reading without asking is possible
   */
  public Protocol cheapest(String fabric, long bytes, boolean direct) {
    Protocol best = Protocol.SOCKET;
    for (Protocol protocol : PROTOCOLS) {
      boolean candidate = protocol != Protocol.SOCKET_4K && (direct || protocol != Protocol.DIRECT);
      if (candidate && isCheaper(fabric, protocol, best, bytes)) {
        best = protocol;
      }
    }
    return best;
  }

  private boolean isCheaper(String fabric, Protocol protocol, Protocol than, long bytes) {
    double other = micros(fabric, than, bytes);
    return Double.isNaN(other) || micros(fabric, protocol, bytes) < other;
  }
}
