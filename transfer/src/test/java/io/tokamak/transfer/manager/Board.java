// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the directories of a test share: who is there and who has what, changed at once. */
final class Board {
  final Map<NodeRef, NodeInfo> nodes = new LinkedHashMap<>();
  final List<BoardDirectory> directories = new ArrayList<>();
  private final Map<ObjectId, Map<NodeRef, Location>> locations = new LinkedHashMap<>();

  /** Why it cannot be asked; empty when it can. */
  String unavailable = "";

  int doubts;

  /** Whether those who watch hear of what is new. */
  boolean tellsNews = true;

  List<Location> of(ObjectId id) {
    return locations.getOrDefault(id, Map.of()).values().stream()
        .filter(location -> nodes.containsKey(location.holder()))
        .toList();
  }

  void add(ObjectId id, Location location) {
    locations.computeIfAbsent(id, one -> new LinkedHashMap<>()).put(location.holder(), location);
    if (tellsNews) {
      directories.forEach(directory -> directory.changed(id));
    }
  }

  void remove(ObjectId id, Location location) {
    locations.getOrDefault(id, Map.of()).remove(location.holder(), location);
  }

  void gone(NodeRef node) {
    nodes.remove(node);
    directories.forEach(directory -> directory.left(node));
  }
}
