// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the environment tells UCX. Nodes that start in the same environment obey it, so what is said
 * of a machine has to take it into account.
 *
 * @param environment of this process
 */
record UcxSettings(Map<String, String> environment) implements Check {
  private static final String NAME = "ucx settings";
  private static final String GID = "UCX_IB_GID_INDEX";
  private static final List<String> LOOKED_AT = List.of("UCX_TLS", "UCX_NET_DEVICES", GID);

  /** Those of this process. */
  static UcxSettings here() {
    return new UcxSettings(System.getenv());
  }

  @Override
  public List<Finding> look() {
    List<String> set = new ArrayList<>();
    for (String name : LOOKED_AT) {
      if (environment.containsKey(name)) {
        set.add(name + "=" + environment.get(name));
      }
    }
    return set.isEmpty()
        ? List.of()
        : List.of(Finding.ok(NAME, "as the environment says: " + String.join(", ", set)));
  }

  /** Which address of a port UCX is told to take; empty when it chooses. */
  OptionalInt gidIndex() {
    String text = environment.getOrDefault(GID, "auto");
    return text.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }
}
