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
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One connection to each peer.
 *
 * <p>The first who wants one begins it; whoever wants it meanwhile waits for the same. If both
 * sides begin at once there are two for a moment, and both sides take the one that the node with
 * the lower id began. Only who began the other one closes it, when it has the one that stays: were
 * it closed by its peer, it could be lost before there is another. Until then it is a spare at the
 * peer: whoever asks over it is answered, and it serves if the first comes to nothing. A connection
 * that broke is left alone for a while; who wants it then hears at once, and can ask another
 * holder. A new life of a peer voids everything of the one before.
 *
 * <p>A step function: {@link #connected}, {@link #disconnected} and {@link #work} are told what
 * happened and when. No threads, no clock. For the thread that owns the fabric; waiters are called
 * from within these methods and may call back.
 */
public final class PeerConnections {
  private static final int MOST_WAITING = 1 << 16;

  private final Fabric fabric;
  private final Backoff backoff;
  private final long connectNs;
  private final Map<Long, PeerRecord> byNode = new HashMap<>();

  /** When there is something to look at; of no meaning while nothing is due. */
  private long dueNs;

  private boolean due;

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
    if (isMyself(peer)) {
      waiter.failed("that is this node itself");
    } else if (nowNs - deadlineNs >= 0) {
      waiter.failed("no time to connect to " + peer);
    } else {
      PeerRecord peerRecord = recordOf(peer);
      if (peerRecord == null) {
        waiter.failed("node " + peer + " has started again since: look it up anew");
      } else {
        want(peerRecord, address, nowNs, deadlineNs, waiter);
      }
    }
  }

  private void want(
      PeerRecord peerRecord, FabricAddress address, long nowNs, long deadlineNs, PeerWait waiter) {
    Endpoint endpoint = peerRecord.endpoint();
    if (endpoint != null && peerRecord.state() == PeerState.READY) {
      waiter.ready(endpoint);
    } else if (peerRecord.isLeftAlone(nowNs)) {
      waiter.failed("not tried again yet: " + peerRecord.reason());
    } else if (peerRecord.waiting() >= MOST_WAITING) {
      waiter.failed("%d wait for a connection to this peer already".formatted(MOST_WAITING));
    } else {
      peerRecord.add(waiter, deadlineNs);
      due(deadlineNs);
      connect(peerRecord, address, nowNs);
    }
  }

  /** Begins a connection that nobody waits for, unless there is one or it is left alone. */
  void begin(NodeRef peer, FabricAddress address, long nowNs) {
    PeerRecord peerRecord = isMyself(peer) ? null : recordOf(peer);
    if (peerRecord != null && !peerRecord.isLeftAlone(nowNs)) {
      connect(peerRecord, address, nowNs);
    }
  }

  private void connect(PeerRecord peerRecord, FabricAddress address, long nowNs) {
    if (peerRecord.endpoint() == null) {
      peerRecord.connecting(fabric.connect(peerRecord.peer(), address, nowNs + connectNs));
    }
  }

  private boolean isMyself(NodeRef peer) {
    return peer.node() == fabric.self().node();
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

  /** Why a peer has no connection, in words. */
  String reason(NodeRef peer) {
    PeerRecord peerRecord = byNode.get(peer.node());
    return switch (state(peer)) {
      case ABSENT -> "not tried";
      case CONNECTING -> "being connected";
      case READY -> "connected";
      case FAILED -> peerRecord == null ? "" : peerRecord.reason();
    };
  }

  /** How many peers are on record. */
  public int size() {
    return byNode.size();
  }

  /** Whether a connection is being made, or somebody waits for one. */
  boolean isConnecting() {
    for (PeerRecord peerRecord : byNode.values()) {
      if (peerRecord.state() == PeerState.CONNECTING || peerRecord.waiting() > 0) {
        return true;
      }
    }
    return false;
  }

  /** How many wait for a connection. */
  public int waiting() {
    return byNode.values().stream().mapToInt(PeerRecord::waiting).sum();
  }

  /** The fabric says so. */
  public void connected(Endpoint endpoint) {
    if (take(endpoint) && serves(endpoint)) {
      serve(endpoint);
    }
  }

  /** Makes it the peer's connection, or sets it by, or closes it: whether it stays. */
  boolean take(Endpoint endpoint) {
    if (isMyself(endpoint.peer())) {
      endpoint.close("it leads to this node itself, or to another one with the same id");
      return false;
    }
    PeerRecord peerRecord = recordOf(endpoint.peer());
    if (peerRecord == null) {
      endpoint.close("a later life of this node is known");
      return false;
    }
    Endpoint known = peerRecord.endpoint();
    if (known == null || known.equals(endpoint)) {
      peerRecord.ready(endpoint);
    } else if (wins(endpoint, known)) {
      peerRecord.ready(endpoint);
      giveUp(peerRecord, known);
    } else {
      return giveUp(peerRecord, endpoint);
    }
    return true;
  }

  /** Whether this is what its peer is reached by. */
  boolean serves(Endpoint endpoint) {
    return endpoint.equals(ready(endpoint.peer()));
  }

  /** Tells those who wait for its peer; it may be of another fabric. */
  void serve(Endpoint endpoint) {
    PeerRecord peerRecord = byNode.get(endpoint.peer().node());
    if (peerRecord != null
        && peerRecord.peer().equals(endpoint.peer())
        && endpoint.state() == Endpoint.State.READY) {
      peerRecord.serve(endpoint);
    }
  }

  /**
   * Of two that were begun at both ends, the one of the lower id stays. Of two that were begun at
   * one end, the next: who begins another one has lost the first, whether the other end has noticed
   * or not, or went to an address without knowing who is there.
   */
  private boolean wins(Endpoint next, Endpoint known) {
    boolean mineIsLower = Long.compareUnsigned(fabric.self().node(), next.peer().node()) < 0;
    return next.outgoing() == known.outgoing() || next.outgoing() == mineIsLower;
  }

  /** Closes the loser of two, or leaves that to the peer who began it: whether it stays. */
  private static boolean giveUp(PeerRecord peerRecord, Endpoint loser) {
    if (loser.outgoing()) {
      loser.close("there are two connections, the other one stays");
      return false;
    }
    Endpoint before = peerRecord.setSpare(loser);
    if (before != null) {
      before.close("there are three connections, two stay");
    }
    return true;
  }

  /** The fabric says so. */
  public void disconnected(Endpoint endpoint, String why, long nowNs) {
    Endpoint next = lose(endpoint, why, nowNs);
    if (next != null) {
      serve(next);
    }
  }

  /** Whether its end leaves the peer without a connection. */
  boolean isLast(Endpoint endpoint) {
    PeerRecord peerRecord = byNode.get(endpoint.peer().node());
    return serves(endpoint) && peerRecord != null && peerRecord.spare() == null;
  }

  /** Forgets a connection that ended; returns the one that takes its place, if one does. */
  @Nullable Endpoint lose(Endpoint endpoint, String why, long nowNs) {
    PeerRecord peerRecord = byNode.get(endpoint.peer().node());
    if (peerRecord == null) {
      return null;
    }
    if (endpoint.equals(peerRecord.spare())) {
      peerRecord.setSpare(null);
    } else if (endpoint.equals(peerRecord.endpoint())) {
      Endpoint next = peerRecord.setSpare(null);
      if (next != null) {
        peerRecord.ready(next);
        return next;
      }
      due(peerRecord.failed(why, nowNs, backoff));
    }
    return null;
  }

  private void due(long atNs) {
    dueNs = due && dueNs - atNs < 0 ? dueNs : atNs;
    due = true;
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
    List<Endpoint> all =
        Stream.of(peerRecord.endpoint(), peerRecord.spare()).filter(Objects::nonNull).toList();
    peerRecord.voided(why);
    all.forEach(endpoint -> endpoint.close(why));
  }

  /** Looks at the time: ends waits that are over, forgets old failures. Returns how much it did. */
  public int work(long nowNs) {
    return due && nowNs - dueNs >= 0 ? look(nowNs) : 0;
  }

  private int look(long nowNs) {
    int work = 0;
    due = false;
    for (PeerRecord peerRecord : List.copyOf(byNode.values())) {
      work += peerRecord.expire(nowNs);
    }
    for (Iterator<PeerRecord> it = byNode.values().iterator(); it.hasNext(); ) {
      if (it.next().isForgettable(nowNs, backoff.mostNs())) {
        it.remove();
        work++;
      }
    }
    byNode.values().forEach(each -> each.tellWhatIsDue(backoff.mostNs(), this::due));
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
