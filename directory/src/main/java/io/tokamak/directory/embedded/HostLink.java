// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.Peers;
import org.jspecify.annotations.Nullable;

/**
 * The connection to the host of the directory: whoever listens at its address. One that served for
 * a while is begun anew at once when it breaks, one that failed is left alone for a while.
 */
final class HostLink {
  /** Where it stands. */
  enum State {
    /** No connection; the next attempt comes at its time. */
    WAITING,
    /** Being connected. */
    SEEKING,
    /** Usable. */
    CONNECTED
  }

  private final Peers peers;
  private final FabricAddress address;
  private final Backoff backoff;
  private final long steadyNs;
  private State state = State.WAITING;
  private @Nullable Endpoint endpoint;
  private @Nullable NodeRef host;
  private long retryNs;
  private boolean retryAtOnce = true;
  private boolean joined;
  private long joinedNs;
  private int failures;
  private String why = "";

  /**
   * The way to the host.
   *
   * @param steadyNs a connection that served so long is begun anew at once when it breaks
   */
  HostLink(Peers peers, FabricAddress address, Backoff backoff, long steadyNs) {
    if (peers.fabric(address.fabric()) == null) {
      throw new IllegalArgumentException("directory: this node has no fabric to reach " + address);
    }
    this.peers = peers;
    this.address = address;
    this.backoff = backoff;
    this.steadyNs = steadyNs;
  }

  FabricAddress address() {
    return address;
  }

  /** The connection that is usable; null when none is. */
  @Nullable Endpoint endpoint() {
    return state == State.CONNECTED ? endpoint : null;
  }

  /** Who answered at the address last. */
  @Nullable NodeRef host() {
    return host;
  }

  /** Why there is no connection; empty as long as nothing has failed. */
  String why() {
    return why;
  }

  /** Begins an attempt if one is due. Returns whether the connection is usable from now on. */
  boolean work(long nowNs) {
    if (state != State.WAITING || !(retryAtOnce || nowNs - retryNs >= 0)) {
      return false;
    }
    retryAtOnce = false;
    NodeRef known = host;
    Endpoint ready = known == null ? null : peers.ready(known);
    if (ready != null) {
      use(ready);
      return true;
    }
    state = State.SEEKING;
    endpoint = peers.seek(address, nowNs);
    return false;
  }

  /** When {@link #work} has something to do. */
  long nextDeadlineNs(long nowNs, long otherwiseNs) {
    if (state != State.WAITING) {
      return otherwiseNs;
    }
    return retryAtOnce ? nowNs : retryNs;
  }

  /** The fabric says so. Returns whether the connection to the host is usable from now on. */
  boolean connected(Endpoint ready) {
    if (state == State.SEEKING && ready.equals(endpoint)) {
      use(ready);
      return true;
    }
    if (state == State.WAITING && ready.peer().equals(host)) {
      retryAtOnce = true;
    }
    return false;
  }

  private void use(Endpoint usable) {
    state = State.CONNECTED;
    endpoint = usable;
    host = usable.peer();
  }

  /** The fabric says so. Returns whether it was the connection to the host. */
  boolean disconnected(Endpoint gone, String reason, long nowNs) {
    if (state == State.WAITING || !gone.equals(endpoint)) {
      return false;
    }
    if (!gone.peer().equals(NodeRef.ANYBODY)) {
      host = gone.peer();
    }
    boolean lasted = joined && nowNs - joinedNs >= steadyNs;
    failures = lasted ? 0 : failures;
    failed(reason, nowNs);
    retryAtOnce = lasted || isConnected();
    return true;
  }

  /** Of two connections to the host one is closed; the other one does. */
  private boolean isConnected() {
    NodeRef known = host;
    return known != null && peers.ready(known) != null;
  }

  /** The host has taken this node in. */
  void joined(long nowNs) {
    joined = true;
    joinedNs = nowNs;
    why = "";
  }

  /** It does not do; the next attempt comes after a while. */
  void failed(String reason, long nowNs) {
    state = State.WAITING;
    endpoint = null;
    joined = false;
    failures++;
    why = reason;
    retryNs = nowNs + backoff.afterNs(failures);
  }
}
