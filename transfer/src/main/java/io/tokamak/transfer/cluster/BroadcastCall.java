// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.Chain;
import io.tokamak.transfer.ManagerCalls.BroadcastListener;
import io.tokamak.transfer.context.Context;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Has other nodes fetch one object of this one, from one another: each is told at once whom to ask,
 * and waits there for what has not come yet. Who is not in the cluster has no part in the tree.
 */
public final class BroadcastCall implements Call {
  private final List<PushCall> calls = new ArrayList<>();
  private boolean cancelled;

  /** Begins. */
  public BroadcastCall(
      Context context,
      Reaching reaching,
      ObjectId id,
      List<NodeRef> nodes,
      long deadlineNs,
      BroadcastListener listener) {
    Set<NodeRef> all = new LinkedHashSet<>(nodes);
    List<NodeRef> receivers =
        all.stream()
            .filter(node -> !node.equals(context.self()) && context.directory().node(node) != null)
            .toList();
    for (NodeRef node : all) {
      int position = receivers.indexOf(node);
      if (!cancelled) {
        calls.add(
            new PushCall(
                context,
                reaching,
                List.of(id),
                node,
                held -> Chain.of(receivers, Math.max(0, position), held.checksum()),
                deadlineNs,
                (one, outcome) -> listener.ended(node, outcome)));
      }
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
    calls.forEach(PushCall::cancel);
  }
}
