// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of a manager. For its thread. */
public final class Links {
  private static final long NO_ROOM_PAUSE_NS = 500_000;

  private final Peers peers;
  private final Counters counters;
  private final Operations operations;
  private final Letters letters = new Letters();
  private final List<FabricSide> sides;
  private final IdentityHashMap<Endpoint, Link> byEndpoint = new IdentityHashMap<>();
  private final List<Link> all = new ArrayList<>();
  private long numbers;

  /**
   * Without connections.
   *
   * @param sides one for each fabric
   */
  public Links(Peers peers, List<FabricSide> sides, Counters counters) {
    this.peers = peers;
    this.sides = List.copyOf(sides);
    this.counters = counters;
    operations = new Operations(counters);
  }

  /** An endpoint is ready. */
  public void connected(Endpoint endpoint) {
    FabricSide side = sideOf(endpoint);
    if (side != null) {
      Link link = new Link(endpoint, side, this);
      byEndpoint.put(endpoint, link);
      all.add(link);
      counters.add(Counter.LINKS);
      counters.add(Counter.CONNECTIONS);
    }
  }

  private @Nullable FabricSide sideOf(Endpoint endpoint) {
    Fabric fabric = peers.fabricOf(endpoint);
    for (FabricSide side : sides) {
      if (fabric != null && side.name().equals(fabric.name())) {
        return side;
      }
    }
    return null;
  }

  /** An endpoint is gone. Its link, if it was ready once; who asked over it has been told. */
  public @Nullable Link disconnected(Endpoint endpoint, String why) {
    Link link = byEndpoint.remove(endpoint);
    if (link != null) {
      all.remove(link);
      counters.remove(Counter.LINKS);
      link.lost(why);
    }
    return link;
  }

  /** The link of an endpoint; null when it was never told of. */
  public @Nullable Link of(Endpoint endpoint) {
    return byEndpoint.get(endpoint);
  }

  /** The best link to a peer that is there now. */
  public @Nullable Link ready(NodeRef peer) {
    Endpoint endpoint = peers.ready(peer);
    return endpoint == null ? null : byEndpoint.get(endpoint);
  }

  /** An operation has ended. */
  public void completed(long token, OperationStatus status) {
    operations.completed(token, status);
  }

  /** Sends what waits, and lets go on who is stalled. Returns how much that was. */
  public int work() {
    int work = 0;
    for (int i = 0; i < all.size(); i++) {
      Link link = all.get(i);
      if (!link.isIdle()) {
        work += link.work();
      }
    }
    return work;
  }

  /** When to look again, if something waits for room; {@code elseNs} if nothing does. */
  public long nextDeadlineNs(long nowNs, long elseNs) {
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).isIdle()) {
        return Math.min(elseNs, nowNs + NO_ROOM_PAUSE_NS);
      }
    }
    return elseNs;
  }

  /** The fabrics, the best first. */
  public List<FabricSide> sides() {
    return sides;
  }

  Operations operations() {
    return operations;
  }

  Letters letters() {
    return letters;
  }

  Counters counters() {
    return counters;
  }

  long nextNumber() {
    return ++numbers;
  }
}
