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
import java.util.function.ToDoubleFunction;

/**
 * The costs that protocols are chosen by, for each fabric: built-in figures until somebody has
 * measured. For the manager's thread.
 */
public final class CostModel {
  /** The sizes in tables: 1 KiB to 64 MiB in steps of 4. */
  private static final List<Long> SIZES = sizes();

  /** What is chosen is to be at least 0.95 of the best: this leaves something for noise. */
  private static final double ABOUT_AS_CHEAP = 1.03;

  /** In the order in which they ask less and less of the processors. */
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
      micros.add(shown(fabric, protocol, bytes));
    }
    Protocol best = best(protocol -> micros.get(protocol.code() - 1), true);
    return new Row(fabric, bytes, micros, best, measured.containsKey(fabric));
  }

  /** What could not be measured has no place among what was: NaN. */
  private double shown(String fabric, Protocol protocol, long bytes) {
    Map<Protocol, CostCurve> curves = measured.get(fabric);
    boolean unmeasurable = curves != null && !curves.containsKey(protocol);
    return unmeasurable ? Double.NaN : micros(fabric, protocol, bytes);
  }

  /**
   * The protocol to take: of those about as cheap as the cheapest the one that asks least of the
   * processors. Never that of the thesis' beginnings, which is there to compare with.
   *
   * @param direct whether reading without asking is possible
   */
  public Protocol best(String fabric, long bytes, boolean direct) {
    return best(protocol -> micros(fabric, protocol, bytes), direct);
  }

  /**
   * The same of these costs. What costs the same alone does not cost the same when many are on
   * their way: copies of 1 MiB take half of the throughput. So a difference within the noise of
   * measuring must not decide.
   */
  public static Protocol best(ToDoubleFunction<Protocol> micros, boolean direct) {
    double least = Double.POSITIVE_INFINITY;
    for (Protocol protocol : PROTOCOLS) {
      if (isCandidate(protocol, direct) && micros.applyAsDouble(protocol) < least) {
        least = micros.applyAsDouble(protocol);
      }
    }
    for (int i = PROTOCOLS.length - 1; i > 0; i--) {
      boolean cheap = micros.applyAsDouble(PROTOCOLS[i]) <= least * ABOUT_AS_CHEAP;
      if (cheap && isCandidate(PROTOCOLS[i], direct)) {
        return PROTOCOLS[i];
      }
    }
    return Protocol.SOCKET;
  }

  static boolean isCandidate(Protocol protocol, boolean direct) {
    return protocol != Protocol.SOCKET_4K && (direct || protocol != Protocol.DIRECT);
  }
}
