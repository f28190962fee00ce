// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.choice;

import io.tokamak.transfer.Protocol;
import java.util.EnumMap;
import java.util.Map;

/**
 * Built-in costs, for before anybody has measured: what a small machine showed, rounded.
 * Microseconds to begin with, and bytes for each microsecond.
 */
final class DefaultCosts {
  private static final Map<Protocol, CostCurve> SHARED_MEMORY =
      curves(
          CostCurve.line(12, 200),
          CostCurve.line(12, 2500),
          CostCurve.line(8, 2500),
          CostCurve.line(9, 8000),
          CostCurve.line(2, 8000));
  private static final Map<Protocol, CostCurve> NETWORK =
      curves(
          CostCurve.line(50, 150),
          CostCurve.line(50, 1500),
          CostCurve.line(40, 1500),
          CostCurve.line(80, 2200),
          CostCurve.line(42, 2200));

  private DefaultCosts() {}

  private static Map<Protocol, CostCurve> curves(CostCurve... inOrder) {
    Map<Protocol, CostCurve> curves = new EnumMap<>(Protocol.class);
    for (Protocol protocol : Protocol.values()) {
      curves.put(protocol, inOrder[protocol.code() - 1]);
    }
    return curves;
  }

  static CostCurve of(String fabric, Protocol protocol) {
    Map<Protocol, CostCurve> curves = fabric.equals("shm") ? SHARED_MEMORY : NETWORK;
    CostCurve curve = curves.get(protocol);
    if (curve == null) {
      throw new IllegalStateException("no built-in costs of " + protocol);
    }
    return curve;
  }
}
