// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.PeerWait;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.FabricSide;
import io.tokamak.transfer.link.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lanes to all peers, and the connections they need. */
final class Lanes {
  private final Context context;
  private final Map<NodeRef, Lane> byPeer = new HashMap<>();
  private final List<Lane> all = new ArrayList<>();

  /** Hears that a lane leads nowhere. */
  interface Unreachable {
    void unreachable(Lane lane, String why);
  }

  Lanes(Context context) {
    this.context = context;
  }

  Lane of(NodeRef peer) {
    Lane lane = byPeer.get(peer);
    if (lane == null) {
      lane = new Lane(peer, context.settings());
      byPeer.put(peer, lane);
      all.add(lane);
    }
    return lane;
  }

  List<Lane> all() {
    return all;
  }

  /** Which fabric leads there: 0 for the best. */
  int rank(Lane lane) {
    Link link = context.links().ready(lane.peer());
    return link != null ? link.side().rank() : rank(context.directory().node(lane.peer()));
  }

  private int rank(@Nullable NodeInfo node) {
    List<FabricSide> sides = context.links().sides();
    for (FabricSide side : sides) {
      if (node != null && node.offer(side.name()) != null) {
        return side.rank();
      }
    }
    return sides.size();
  }

  /** Sees to it that there is a connection soon, or that somebody hears why not. */
  void connect(Lane lane, long nowNs, Unreachable listener) {
    if (lane.isConnecting()) {
      return;
    }
    NodeInfo node = context.directory().node(lane.peer());
    if (node == null) {
      listener.unreachable(lane, "node %s is not there".formatted(lane.peer()));
      return;
    }
    lane.connecting(true);
    long deadlineNs = nowNs + context.settings().patienceNs();
    context.peers().want(node.address(), nowNs, deadlineNs, waiter(lane, listener));
  }

  private static PeerWait waiter(Lane lane, Unreachable listener) {
    return new PeerWait() {
      @Override
      public void ready(Endpoint endpoint) {
        lane.connecting(false);
      }

      @Override
      public void failed(String why) {
        lane.connecting(false);
        listener.unreachable(lane, why);
      }
    };
  }

  /** Forgets peers that nothing is wanted from. */
  void sweep() {
    all.removeIf(lane -> lane.isIdle() && byPeer.remove(lane.peer(), lane));
  }
}
