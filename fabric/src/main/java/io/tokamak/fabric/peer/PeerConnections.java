// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection to each peer.
 *
 * <p>The first who wants one begins it; whoever wants it meanwhile waits for the same. If both
 * sides begin at once there are two for a moment, and both sides keep the one that the node with
 * the lower id began: that node never gives up its own for one that comes in, the other one always
 * does. A connection that broke is left alone for a while; who wants it then hears at once, and can
 * ask another holder. A new life of a peer voids everything of the one before.
 *
 * <p>A step function: {@link #connected}, {@link #disconnected} and {@link #work} are told what
 * happened and when. No threads, no clock. For the thread that owns the fabric; waiters are called
 * from within these methods and may call back.
 */
public final class PeerConnections {
  private final Fabric fabric;
  private final Backoff backoff;
  private final long connectNs;
  private final Map<Long, PeerRecord> byNode = new HashMap<>();

  /**
   * Connections of one fabric.
   *
   * @param connectNs how long one attempt may take; those who wait may give up earlier
   */
  public PeerConnections(Fabric fabric, Backoff backoff, long connectNs) {
    this.fabric = fabric;
    this.backoff = backoff;
    this.connectNs = connectNs;
  }

  /**
   * Asks for a connection. The waiter may be told before this returns, and is by the deadline at
   * the latest, as far as {@link #work} is called then.
   *
   * @param address where to go if there is no connection yet
   */
  public void want(
      NodeRef peer, FabricAddress address, long nowNs, long deadlineNs, PeerWait waiter) {
    PeerRecord peerRecord = recordOf(peer);
    if (peerRecord == null) {
      waiter.failed("node " + peer + " has started again since: look it up anew");
    } else if (nowNs - deadlineNs >= 0) {
      waiter.failed("no time to connect to " + peer);
    } else if (peerRecord.isLeftAlone(nowNs)) {
      waiter.failed("not tried again yet: " + peerRecord.reason());
    } else {
      Endpoint endpoint = peerRecord.endpoint();
      if (endpoint != null && peerRecord.state() == PeerState.READY) {
        waiter.ready(endpoint);
        return;
      }
      peerRecord.add(waiter, deadlineNs);
      if (endpoint == null) {
        peerRecord.connecting(fabric.connect(peer, address, nowNs + connectNs));
      }
    }
  }

  /** The connection if there is one, else null. No allocation. */
  public @Nullable Endpoint ready(NodeRef peer) {
    PeerRecord peerRecord = byNode.get(peer.node());
    return peerRecord != null
            && peerRecord.state() == PeerState.READY
            && peerRecord.peer().equals(peer)
        ? peerRecord.endpoint()
        : null;
  }

  /** Where the connection to a peer stands. */
  public PeerState state(NodeRef peer) {
    PeerRecord peerRecord = byNode.get(peer.node());
    return peerRecord == null || !peerRecord.peer().equals(peer)
        ? PeerState.ABSENT
        : peerRecord.state();
  }

  /** How many peers are on record. */
  public int size() {
    return byNode.size();
  }

  /** How many wait for a connection. */
  public int waiting() {
    return byNode.values().stream().mapToInt(PeerRecord::waiting).sum();
  }

  /** The fabric says so. */
  public void connected(Endpoint endpoint) {
    PeerRecord peerRecord = recordOf(endpoint.peer());
    if (peerRecord == null) {
      endpoint.close("a later life of this node is known");
      return;
    }
    Endpoint known = peerRecord.endpoint();
    if (known == null || known.equals(endpoint)) {
      peerRecord.ready(endpoint);
    } else if (wins(endpoint, known)) {
      peerRecord.ready(endpoint);
      known.close("both nodes connected at once, the other connection stays");
    } else {
      endpoint.close("there is a connection already");
    }
  }

  /**
   * Of two that were begun at both ends, the one of the lower id stays. A peer that begins another
   * one has lost the first, whether this node has noticed or not.
   */
  private boolean wins(Endpoint next, Endpoint known) {
    boolean mineIsLower = Long.compareUnsigned(fabric.self().node(), next.peer().node()) < 0;
    return next.outgoing() == known.outgoing() || next.outgoing() == mineIsLower;
  }

  /** The fabric says so. */
  public void disconnected(Endpoint endpoint, String why, long nowNs) {
    PeerRecord peerRecord = byNode.get(endpoint.peer().node());
    if (peerRecord != null && endpoint.equals(peerRecord.endpoint())) {
      peerRecord.failed(why, nowNs, backoff);
    }
  }

  /** The node is gone for good: its connection is closed and everybody who waits hears of it. */
  public void forget(NodeRef peer, String why) {
    PeerRecord peerRecord = byNode.get(peer.node());
    if (peerRecord != null && peerRecord.peer().equals(peer)) {
      byNode.remove(peer.node());
      end(peerRecord, why);
    }
  }

  private static void end(PeerRecord peerRecord, String why) {
    Endpoint endpoint = peerRecord.endpoint();
    peerRecord.voided(why);
    if (endpoint != null) {
      endpoint.close(why);
    }
  }

  /** Looks at the time: ends waits that are over, forgets old failures. Returns how much it did. */
  public int work(long nowNs) {
    int work = 0;
    for (PeerRecord peerRecord : List.copyOf(byNode.values())) {
      work += peerRecord.expire(nowNs);
    }
    for (Iterator<PeerRecord> it = byNode.values().iterator(); it.hasNext(); ) {
      if (it.next().isForgettable(nowNs, backoff.mostNs())) {
        it.remove();
        work++;
      }
    }
    return work;
  }

  /** The record of this life of the peer; null if a later one is known. */
  private @Nullable PeerRecord recordOf(NodeRef peer) {
    PeerRecord known = byNode.get(peer.node());
    if (known != null && known.peer().epoch() > peer.epoch()) {
      return null;
    }
    if (known != null && known.peer().equals(peer)) {
      return known;
    }
    PeerRecord fresh = new PeerRecord(peer);
    byNode.put(peer.node(), fresh);
    if (known != null) {
      end(known, "node " + peer + " has started again");
    }
    return fresh;
  }
}
