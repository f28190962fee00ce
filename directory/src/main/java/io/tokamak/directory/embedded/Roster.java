// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.NodeRef;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes that are there, as this one knows; tells the listener what changes. */
final class Roster {
  private final NodeInfo self;
  private final DirectoryListener listener;
  private final Map<NodeRef, NodeInfo> nodes = new LinkedHashMap<>();
  private final Map<NodeRef, Long> missing = new LinkedHashMap<>();

  Roster(NodeInfo self, DirectoryListener listener) {
    this.self = self;
    this.listener = listener;
    nodes.put(self.ref(), self);
  }

  NodeInfo self() {
    return self;
  }

  /** A node announces what it holds itself. */
  void checkOwn(Location location) {
    if (!location.holder().equals(self.ref())) {
      throw new IllegalArgumentException(
          "asked to announce an object at %s, expected one at this node, %s"
              .formatted(location.holder(), self.ref()));
    }
  }

  Collection<NodeInfo> all() {
    return List.copyOf(nodes.values());
  }

  @Nullable NodeInfo node(NodeRef ref) {
    return nodes.get(ref);
  }

  /** A node is there. */
  void add(NodeInfo node) {
    if (node.ref().node() == self.ref().node()) {
      return;
    }
    missing.remove(node.ref());
    NodeInfo known = nodes.get(node.ref());
    if (node.equals(known)) {
      return;
    }
    if (known == null) {
      removeOtherLives(node.ref());
    }
    nodes.put(node.ref(), node);
    listener.joined(node);
  }

  private void removeOtherLives(NodeRef ref) {
    for (NodeRef other : List.copyOf(nodes.keySet())) {
      if (other.node() == ref.node()) {
        remove(other, "node " + ref + " has started again");
      }
    }
  }

  /** A node is not there any more. */
  void remove(NodeRef ref, String why) {
    if (!ref.equals(self.ref()) && nodes.remove(ref) != null) {
      missing.remove(ref);
      listener.left(ref, why);
    }
  }

  /** Only these are there, says a host that has seen all of them come and go. */
  void replace(List<NodeInfo> those) {
    Set<NodeRef> there = new HashSet<>();
    those.forEach(node -> there.add(node.ref()));
    those.forEach(this::add);
    for (NodeRef ref : List.copyOf(nodes.keySet())) {
      if (!there.contains(ref)) {
        remove(ref, "has left meanwhile");
      }
    }
  }

  /**
   * These are there, says a host that has started anew; others have until then to join it, too.
   *
   * @param untilNs when they are taken for gone
   */
  void begin(List<NodeInfo> those, long untilNs) {
    nodes.keySet().forEach(ref -> missing.put(ref, untilNs));
    missing.remove(self.ref());
    those.forEach(this::add);
  }

  /** Takes those for gone who have not come back in time. Returns how many. */
  int expire(long nowNs) {
    if (missing.isEmpty()) {
      return 0;
    }
    List<NodeRef> late =
        missing.entrySet().stream()
            .filter(one -> nowNs - one.getValue() >= 0)
            .map(Map.Entry::getKey)
            .toList();
    late.forEach(ref -> remove(ref, "did not join the directory again after it was lost"));
    return late.size();
  }
}
