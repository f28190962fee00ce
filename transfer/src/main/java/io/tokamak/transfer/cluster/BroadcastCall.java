// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.Chain;
import io.tokamak.transfer.ManagerCalls.BroadcastListener;
import io.tokamak.transfer.context.Context;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Has other nodes fetch one object of this one, from one another: each is told at once whom to ask,
 * and waits there for what has not come yet. Those that are not known to be in the cluster are the
 * last in the tree, where few wait for them.
 */
public final class BroadcastCall implements Call {
  private final List<PushCall> calls = new ArrayList<>();

  /** Begins. */
  public BroadcastCall(
      Context context,
      Reaching reaching,
      ObjectId id,
      List<NodeRef> nodes,
      long deadlineNs,
      BroadcastListener listener) {
    List<NodeRef> all = nodes.stream().distinct().toList();
    List<NodeRef> receivers =
        all.stream()
            .filter(node -> !node.equals(context.self()))
            .sorted(Comparator.comparing(node -> context.directory().node(node) == null))
            .toList();
    for (NodeRef node : all) {
      int position = Math.max(0, receivers.indexOf(node));
      calls.add(
          new PushCall(
              context,
              reaching,
              List.of(id),
              node,
              held -> Chain.of(receivers, position, held.checksum()),
              deadlineNs,
              (one, outcome) -> listener.ended(node, outcome)));
    }
  }

  @Override
  public void cancel() {
    calls.forEach(PushCall::cancel);
  }
}
