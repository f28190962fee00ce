// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.message.CostRow;
import io.tokamak.wire.message.CostsReply;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each protocol costs for objects of one size over one fabric.
 *
 * @param fabric which
 * @param bytes data and metadata
 * @param micros cost of each protocol that can be used, by its name
 * @param chosen the cheapest
 * @param measured by a calibration; else built-in figures
 */
public record ProtocolCost(
    String fabric, long bytes, Map<String, Double> micros, String chosen, boolean measured) {
  private static final double NANOS_PER_MICRO = 1e3;

  /** Copies the map. */
  public ProtocolCost {
    micros = Collections.unmodifiableMap(new LinkedHashMap<>(micros));
  }

  static List<ProtocolCost> of(CostsReply reply) {
    return reply.rows().stream().map(row -> of(row, reply.protocols())).toList();
  }

  private static ProtocolCost of(CostRow row, List<String> protocols) {
    if (row.chosen() >= protocols.size() || row.costsNs().size() > protocols.size()) {
      throw ProtocolMismatchException.of(
          "protocols of a cost", row.costsNs().size(), "at most " + protocols.size());
    }
    Map<String, Double> micros = new LinkedHashMap<>();
    for (int i = 0; i < row.costsNs().size(); i++) {
      long ns = row.costsNs().get(i);
      if (ns != CostRow.IMPOSSIBLE) {
        micros.put(protocols.get(i), ns / NANOS_PER_MICRO);
      }
    }
    return new ProtocolCost(
        row.fabric(), row.bytes(), micros, protocols.get(row.chosen()), row.measured());
  }
}
