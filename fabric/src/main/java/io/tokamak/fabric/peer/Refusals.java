// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.NodeRef;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why a fabric was not taken for a peer: the last reason for each. */
final class Refusals {
  private final Map<Long, Map<String, String>> byNode = new HashMap<>();

  void add(NodeRef peer, String fabric, String why) {
    byNode.computeIfAbsent(peer.node(), node -> new LinkedHashMap<>()).put(fabric, why);
  }

  void forget(NodeRef peer, String fabric) {
    Map<String, String> reasons = byNode.get(peer.node());
    if (reasons != null) {
      reasons.remove(fabric);
    }
  }

  void forget(NodeRef peer) {
    byNode.remove(peer.node());
  }

  List<String> of(NodeRef peer) {
    return byNode.getOrDefault(peer.node(), Map.of()).entrySet().stream()
        .map(reason -> reason.getKey() + ": " + reason.getValue())
        .toList();
  }
}
