// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.NodeRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are there. Whoever misses in a directory that this node has just joined may only be
 * later than this node: it counts as gone when a lease is over. A step function.
 */
final class Members {
  private static final String GONE = "has left, or was not heard of for the length of its lease";

  private final NodeInfo self;
  private final DirectoryListener listener;
  private final Map<NodeRef, NodeInfo> there = new LinkedHashMap<>();
  private final Set<NodeRef> missing = new HashSet<>();
  private boolean waits;
  private long graceNs;

  Members(NodeInfo self, DirectoryListener listener) {
    this.self = self;
    this.listener = listener;
    there.put(self.ref(), self);
  }

  Collection<NodeInfo> nodes() {
    return List.copyOf(there.values());
  }

  @Nullable NodeInfo node(NodeRef ref) {
    return there.get(ref);
  }

  /** Nobody counts as gone before that time. */
  void graceUntil(long ns) {
    waits = true;
    graceNs = ns;
  }

  /** All that are there, as the directory says. */
  void are(List<NodeInfo> nodes) {
    Map<NodeRef, NodeInfo> now = new LinkedHashMap<>();
    for (NodeInfo node : nodes) {
      if (node.ref().node() != self.ref().node()) {
        now.put(node.ref(), node);
      }
    }
    Set<Long> ids = new HashSet<>();
    now.keySet().forEach(ref -> ids.add(ref.node()));
    missing.clear();
    for (NodeRef ref : List.copyOf(there.keySet())) {
      if (now.containsKey(ref) || ref.equals(self.ref())) {
        continue;
      }
      if (ids.contains(ref.node())) {
        gone(ref, "has begun another life");
      } else if (waits) {
        missing.add(ref);
      } else {
        gone(ref, GONE);
      }
    }
    for (NodeInfo node : now.values()) {
      if (there.put(node.ref(), node) == null) {
        listener.joined(node);
      }
    }
  }

  private void gone(NodeRef ref, String why) {
    there.remove(ref);
    listener.left(ref, why);
  }

  int work(long nowNs) {
    if (!waits || nowNs - graceNs < 0) {
      return 0;
    }
    waits = false;
    List<NodeRef> late = new ArrayList<>(missing);
    missing.clear();
    late.forEach(ref -> gone(ref, GONE));
    return 1;
  }

  long remainingNs(long nowNs) {
    return waits ? Math.max(0, graceNs - nowNs) : Long.MAX_VALUE;
  }
}
