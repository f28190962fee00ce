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
import java.util.Comparator;
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
 * <p>A fabric that has served a peer and breaks is demoted for this peer: it rests for longer than
 * one that could not connect, so that one which connects and breaks again does not cost its silence
 * each time. That another one serves instead is logged, once, and so is the return.
 *
 * <p>A step function, for the thread that owns the fabrics.
 */
public final class Peers {
  /** After how many looks it is clear that a fabric failed, and not the peer. */
  private static final int GRACE_LOOKS = 10;

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
    final Demotions demotions;

    Path(Fabric fabric, Backoff backoff) {
      this.fabric = fabric;
      connections = new PeerConnections(fabric, backoff, connectNs);
      demotions = new Demotions(fabric.name(), backoff);
    }

    /** Those above know of a connection before somebody who waited for it uses it. */
    @Override
    public void connected(Endpoint endpoint) {
      if (connections.take(endpoint)) {
        ways.put(endpoint, fabric);
        above.connected(endpoint);
        if (connections.serves(endpoint)) {
          serve(endpoint);
        }
      }
    }

    private void serve(Endpoint endpoint) {
      demotions.works(endpoint.peer(), nowNs);
      paths.forEach(path -> path.connections.serve(endpoint));
    }

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      if (connections.isLast(endpoint)) {
        demotions.broke(endpoint.peer(), why, nowNs);
      }
      Endpoint next = connections.lose(endpoint, why, nowNs);
      above.disconnected(endpoint, why);
      ways.remove(endpoint);
      if (next != null) {
        serve(next);
      }
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
   * @param above hears everything these fabrics tell, but of connections that were closed at once,
   *     being superfluous, only that they are gone
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
   * connection to that peer already, who began the superfluous one closes it; the peer of the
   * endpoint says then who is there.
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
    if (address.in(path.fabric.name()) == null) {
      return Attempt.NO_ADDRESS;
    }
    return path.demotions.text(peer, nowNs).orElseGet(() -> path.connections.reason(peer));
  }

  /** The fabric of an endpoint that was ready once and is not gone; null for any other. */
  public @Nullable Fabric fabricOf(Endpoint endpoint) {
    return ways.get(endpoint);
  }

  /** How many peers are on record, over all fabrics. */
  public int size() {
    return paths.stream().mapToInt(path -> path.connections.size()).sum();
  }

  /** Whether a connection is being made, or somebody waits for one. */
  public boolean isConnecting() {
    for (int i = 0; i < paths.size(); i++) {
      if (paths.get(i).connections.isConnecting()) {
        return true;
      }
    }
    return false;
  }

  /** The node is gone for good: its connections are closed, who waits hears of it. */
  public void forget(NodeRef peer, String why) {
    known.values().removeIf(address -> address.node().equals(peer));
    paths.forEach(path -> {
      path.connections.forget(peer, why);
      path.demotions.forget(peer);
    });
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
        tellOfDemotions(peer.node(), path);
        improve(peer, path);
        return;
      }
    }
    if (!onRecord) {
      known.remove(peer.node().node(), peer);
      paths.stream()
          .filter(path -> !path.demotions.rests(peer.node(), nowNs))
          .forEach(path -> path.demotions.forget(peer.node()));
    }
  }

  /** Not at once: of a peer that goes, one connection after the other breaks. */
  private void tellOfDemotions(NodeRef peer, Path serving) {
    for (Path path : paths) {
      if (path == serving) {
        return;
      }
      path.demotions.tell(peer, serving.fabric.name(), nowNs, GRACE_LOOKS * lookEveryNs);
    }
  }

  private void improve(PeerAddress peer, Path serving) {
    for (Path path : paths) {
      if (path == serving) {
        return;
      }
      FabricAddress address = peer.in(path.fabric.name());
      if (address != null && !path.demotions.rests(peer.node(), nowNs)) {
        path.connections.begin(peer.node(), address, nowNs);
      }
    }
  }

  /** The fabrics in their order; those that rest for this peer come last. */
  private List<Path> order(NodeRef peer) {
    List<Path> order = new ArrayList<>(paths);
    order.sort(Comparator.comparing(path -> path.demotions.rests(peer, nowNs)));
    return order;
  }

  /** One wish for a connection, on its way down the fabrics. */
  private final class Attempt {
    static final String NO_ADDRESS = "the peer has no such address";

    private final PeerAddress peer;
    private final long deadlineNs;
    private final PeerWait waiter;
    private final List<Path> order;
    private final List<String> reasons = new ArrayList<>();

    Attempt(PeerAddress peer, long deadlineNs, PeerWait waiter) {
      this.peer = peer;
      this.deadlineNs = deadlineNs;
      this.waiter = waiter;
      order = order(peer.node());
    }

    void tryFrom(int index) {
      if (index == order.size()) {
        waiter.failed(reasons.isEmpty() ? "this node has no fabric" : String.join("; ", reasons));
        return;
      }
      Path path = order.get(index);
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
          order.subList(index, order.size()).stream()
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
      reasons.add(order.get(index).fabric.name() + ": " + why);
      tryFrom(index + 1);
    }
  }
}
