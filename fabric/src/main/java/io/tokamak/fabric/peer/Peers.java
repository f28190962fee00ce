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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to each peer: the best fabric that both nodes have and that works.
 *
 * <p>Fabrics are tried in their order, the best first. One that fails is left alone for a while
 * (see {@link Backoff}) and the next one serves; why a better one was not taken is kept and told by
 * {@link #route}. Never a silent fallback.
 *
 * <p>A step function, for the thread that owns the fabrics.
 */
public final class Peers {
  private final List<Path> paths = new ArrayList<>();
  private final FabricListener above;
  private final long connectNs;
  private final Refusals refusals = new Refusals();
  private long nowNs;

  /** One fabric, and the connections over it. */
  private final class Path implements FabricListener {
    final Fabric fabric;
    final PeerConnections connections;

    Path(Fabric fabric, Backoff backoff) {
      this.fabric = fabric;
      connections = new PeerConnections(fabric, backoff, connectNs);
    }

    @Override
    public void connected(Endpoint endpoint) {
      connections.connected(endpoint);
      refusals.forget(endpoint.peer(), fabric.name());
      above.connected(endpoint);
    }

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      connections.disconnected(endpoint, why, nowNs);
      above.disconnected(endpoint, why);
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
   * @param above hears everything these fabrics tell
   * @param connectNs how long one attempt to connect may take
   */
  public Peers(List<Fabric> fabrics, FabricListener above, Backoff backoff, long connectNs) {
    this.above = above;
    this.connectNs = connectNs;
    fabrics.forEach(fabric -> paths.add(new Path(fabric, backoff)));
  }

  /** The fabrics, the best first. */
  public List<Fabric> fabrics() {
    return paths.stream().map(path -> path.fabric).toList();
  }

  /**
   * Asks for a connection over the best fabric. The waiter may be told before this returns, and is
   * by the deadline at the latest, as far as {@link #work} is called then.
   */
  public void want(PeerAddress peer, long now, long deadlineNs, PeerWait waiter) {
    nowNs = now;
    new Attempt(peer, deadlineNs, waiter).tryFrom(0);
  }

  /** Goes to an address of which nothing else is known; who answers becomes a peer. */
  public Endpoint seek(FabricAddress address, long now) {
    nowNs = now;
    for (Path path : paths) {
      if (path.fabric.name().equals(address.fabric())) {
        return path.fabric.connect(NodeRef.ANYBODY, address, now + connectNs);
      }
    }
    throw new IllegalArgumentException("no fabric here for " + address);
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
    for (Path path : paths) {
      if (path.connections.ready(peer) != null) {
        return new Route(path.fabric.name(), refusals.of(peer));
      }
    }
    return new Route("", refusals.of(peer));
  }

  /** The fabric an endpoint belongs to is asked by its name here; null for a foreign name. */
  public @Nullable Fabric fabric(String name) {
    for (Path path : paths) {
      if (path.fabric.name().equals(name)) {
        return path.fabric;
      }
    }
    return null;
  }

  /** How many peers are on record, over all fabrics. */
  public int size() {
    return paths.stream().mapToInt(path -> path.connections.size()).sum();
  }

  /** The node is gone for good: its connections are closed, who waits hears of it. */
  public void forget(NodeRef peer, String why) {
    paths.forEach(path -> path.connections.forget(peer, why));
    refusals.forget(peer);
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
    return work;
  }

  /** One wish for a connection, on its way down the fabrics. */
  private final class Attempt {
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
        waiter.failed(
            reasons.isEmpty()
                ? "no fabric here reaches " + peer.node()
                : String.join("; ", reasons));
        return;
      }
      Path path = paths.get(index);
      FabricAddress address = peer.in(path.fabric.name());
      if (address == null) {
        refused(index, "the peer has no such address");
      } else {
        path.connections.want(peer.node(), address, nowNs, boundNs(index), waiterAt(index));
      }
    }

    /** A better fabric must leave time for the next one. */
    private long boundNs(int index) {
      long mineNs = nowNs + connectNs;
      boolean last = index == paths.size() - 1;
      return last || mineNs - deadlineNs > 0 ? deadlineNs : mineNs;
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
      String fabric = paths.get(index).fabric.name();
      refusals.add(peer.node(), fabric, why);
      reasons.add(fabric + ": " + why);
      tryFrom(index + 1);
    }
  }
}
