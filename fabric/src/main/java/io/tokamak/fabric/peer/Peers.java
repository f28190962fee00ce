// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way to each peer: the best fabric that both nodes have and that works.
 *
 * <p>Fabrics are tried in their order, the best first, and each leaves time for those behind it.
 * One that fails is left alone for a while (see {@link Backoff}) and the next one serves. While a
 * worse one serves, those before it are tried again in the background; as soon as one works it
 * serves. Why a better one does not is told by {@link #route}. Never a silent fallback.
 *
 * <p>A step function, for the thread that owns the fabrics.
 */
public final class Peers {
  private final List<Path> paths = new ArrayList<>();
  private final FabricListener above;
  private final long lookEveryNs;
  private final long connectNs;
  private final IdentityHashMap<Endpoint, Fabric> ways = new IdentityHashMap<>();

  /** Where peers are, as far as anybody said, that are not forgotten; by their node. */
  private final Map<Long, PeerAddress> known = new HashMap<>();

  private long nowNs;
  private boolean looked;
  private long nextLookNs;

  /** One fabric, and the connections over it. */
  private final class Path implements FabricListener {
    final Fabric fabric;
    final PeerConnections connections;

    Path(Fabric fabric, Backoff backoff) {
      this.fabric = fabric;
      connections = new PeerConnections(fabric, backoff, connectNs);
    }

    /** Those above know of a connection before somebody who waited for it uses it. */
    @Override
    public void connected(Endpoint endpoint) {
      if (connections.take(endpoint)) {
        ways.put(endpoint, fabric);
        above.connected(endpoint);
        paths.forEach(path -> path.connections.serve(endpoint));
      }
    }

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      connections.disconnected(endpoint, why, nowNs);
      above.disconnected(endpoint, why);
      ways.remove(endpoint);
    }

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {
      above.received(endpoint, message);
    }

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
      above.completed(endpoint, token, status, value);
    }
  }

  /**
   * Ways over these fabrics.
   *
   * @param fabrics the best first
   * @param above hears everything these fabrics tell, but of connections that were superfluous only
   *     that they are gone
   * @param connectNs how long one attempt to connect may take
   */
  public Peers(List<Fabric> fabrics, FabricListener above, Backoff backoff, long connectNs) {
    this.above = above;
    this.connectNs = connectNs;
    lookEveryNs = backoff.firstNs();
    fabrics.forEach(fabric -> paths.add(new Path(fabric, backoff)));
  }

  /** The fabrics, the best first. */
  public List<Fabric> fabrics() {
    return paths.stream().map(path -> path.fabric).toList();
  }

  /** The fabric of that name; null if there is none. */
  public @Nullable Fabric fabric(String name) {
    for (Path path : paths) {
      if (path.fabric.name().equals(name)) {
        return path.fabric;
      }
    }
    return null;
  }

  /**
   * Asks for a connection: the one there is, else a new one over the best fabric that works. The
   * waiter may be told before this returns, and is by the deadline at the latest, as far as {@link
   * #work} is called then.
   */
  public void want(PeerAddress peer, long now, long deadlineNs, PeerWait waiter) {
    nowNs = now;
    know(peer);
    Endpoint endpoint = ready(peer.node());
    if (endpoint == null) {
      new Attempt(peer, deadlineNs, waiter).tryFrom(0);
    } else {
      waiter.ready(endpoint);
    }
  }

  /**
   * Learns where a peer is that has connected, or was found at an address alone: better ways to it
   * are tried in the background from then on. Connects to nobody to whom there is no connection.
   */
  public void know(PeerAddress peer) {
    PeerAddress before = known.get(peer.node().node());
    if (before == null || before.node().epoch() <= peer.node().epoch()) {
      known.put(peer.node().node(), peer);
    }
  }

  /**
   * Goes to an address of which nothing else is known; who answers becomes a peer. If there is a
   * connection to that peer already one of the two is closed; the peer of the endpoint says then
   * who is there.
   *
   * @throws IllegalArgumentException when no fabric here has such addresses
   */
  public Endpoint seek(FabricAddress address, long now) {
    nowNs = now;
    Fabric fabric = fabric(address.fabric());
    if (fabric == null) {
      throw new IllegalArgumentException("no fabric here for " + address);
    }
    return fabric.connect(NodeRef.ANYBODY, address, now + connectNs);
  }

  /** The connection over the best fabric that has one; null if none has. No allocation. */
  public @Nullable Endpoint ready(NodeRef peer) {
    for (int i = 0; i < paths.size(); i++) {
      Endpoint endpoint = paths.get(i).connections.ready(peer);
      if (endpoint != null) {
        return endpoint;
      }
    }
    return null;
  }

  /** Which way leads to a peer now, and why no better one. */
  public Route route(NodeRef peer) {
    List<String> reasons = new ArrayList<>();
    for (Path path : paths) {
      if (path.connections.ready(peer) != null) {
        return new Route(path.fabric.name(), reasons);
      }
      reasons.add(path.fabric.name() + ": " + reason(path, peer));
    }
    return new Route("", reasons);
  }

  private String reason(Path path, NodeRef peer) {
    PeerAddress address = known.get(peer.node());
    if (address == null || !address.node().equals(peer)) {
      return "nobody has asked for this peer";
    }
    return address.in(path.fabric.name()) == null
        ? Attempt.NO_ADDRESS
        : path.connections.reason(peer);
  }

  /** The fabric of an endpoint that was ready once and is not gone; null for any other. */
  public @Nullable Fabric fabricOf(Endpoint endpoint) {
    return ways.get(endpoint);
  }

  /** How many peers are on record, over all fabrics. */
  public int size() {
    return paths.stream().mapToInt(path -> path.connections.size()).sum();
  }

  /** The node is gone for good: its connections are closed, who waits hears of it. */
  public void forget(NodeRef peer, String why) {
    known.values().removeIf(address -> address.node().equals(peer));
    paths.forEach(path -> path.connections.forget(peer, why));
  }

  /** Polls all fabrics once. Returns how much was done. */
  public int poll(long now) {
    nowNs = now;
    int work = 0;
    for (int i = 0; i < paths.size(); i++) {
      Path path = paths.get(i);
      work += path.fabric.poll(path);
    }
    return work;
  }

  /** Looks at the time. Returns how much was done. */
  public int work(long now) {
    nowNs = now;
    int work = 0;
    for (int i = 0; i < paths.size(); i++) {
      work += paths.get(i).connections.work(now);
    }
    if (!looked || now - nextLookNs >= 0) {
      looked = true;
      nextLookNs = now + lookEveryNs;
      List.copyOf(known.values()).forEach(this::look);
    }
    return work;
  }

  /** Tries what is better than what serves; a peer that is nowhere on record is forgotten. */
  private void look(PeerAddress peer) {
    boolean onRecord = false;
    for (Path path : paths) {
      PeerState state = path.connections.state(peer.node());
      onRecord |= state != PeerState.ABSENT;
      if (state == PeerState.READY) {
        improve(peer, path);
        return;
      }
    }
    if (!onRecord) {
      known.remove(peer.node().node(), peer);
    }
  }

  private void improve(PeerAddress peer, Path serving) {
    for (Path path : paths) {
      if (path == serving) {
        return;
      }
      FabricAddress address = peer.in(path.fabric.name());
      if (address != null) {
        path.connections.begin(peer.node(), address, nowNs);
      }
    }
  }

  /** One wish for a connection, on its way down the fabrics. */
  private final class Attempt {
    static final String NO_ADDRESS = "the peer has no such address";

    private final PeerAddress peer;
    private final long deadlineNs;
    private final PeerWait waiter;
    private final List<String> reasons = new ArrayList<>();

    Attempt(PeerAddress peer, long deadlineNs, PeerWait waiter) {
      this.peer = peer;
      this.deadlineNs = deadlineNs;
      this.waiter = waiter;
    }

    void tryFrom(int index) {
      if (index == paths.size()) {
        waiter.failed(reasons.isEmpty() ? "this node has no fabric" : String.join("; ", reasons));
        return;
      }
      Path path = paths.get(index);
      FabricAddress address = peer.in(path.fabric.name());
      if (address == null) {
        refused(index, NO_ADDRESS);
      } else {
        path.connections.want(peer.node(), address, nowNs, boundNs(index), waiterAt(index));
      }
    }

    /** The time that is left is shared with the fabrics behind this one. */
    private long boundNs(int index) {
      long ways =
          paths.subList(index, paths.size()).stream()
              .filter(path -> peer.in(path.fabric.name()) != null)
              .count();
      long shareNs = (deadlineNs - nowNs) / ways;
      return ways == 1 ? deadlineNs : nowNs + Math.min(shareNs, connectNs);
    }

    private PeerWait waiterAt(int index) {
      return new PeerWait() {
        @Override
        public void ready(Endpoint endpoint) {
          waiter.ready(endpoint);
        }

        @Override
        public void failed(String why) {
          refused(index, why);
        }
      };
    }

    private void refused(int index, String why) {
      reasons.add(paths.get(index).fabric.name() + ": " + why);
      tryFrom(index + 1);
    }
  }
}
