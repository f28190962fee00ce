// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The fabric over TCP. Reads, writes and atomics of peers are served by whoever polls; nothing
 * needs more than sockets. See docs/fabric-protocol.md for what goes over the wire.
 *
 * <p>A peer that says nothing for a while is gone; a node that itself did not poll for a while
 * grants its peers that time.
 */
public final class TcpFabric implements Fabric {
  /** What its addresses begin with. */
  public static final String NAME = "tcp";

  private static final FabricCapabilities CAPABILITIES =
      new FabricCapabilities(
          false, false, false, false, true, true, true, Limits.MESSAGE_BYTES, Long.MAX_VALUE);
  private static final System.Logger LOG = System.getLogger(TcpFabric.class.getName());
  private static final long LOG_PAUSE_NS = 1_000_000_000;

  private final NodeRef self;
  private final Identity identity;
  private final Regions regions;
  private final Readiness readiness;
  private final boolean alone;
  private final Sockets sockets;
  private final FabricAddress address;
  private final int flowCount;
  private final Map<Caller, TcpEndpoint> answered = new LinkedHashMap<>();
  private final List<TcpEndpoint> endpoints = new ArrayList<>();
  private final Deque<TcpEndpoint> gone = new ArrayDeque<>();
  private final Deque<TcpEndpoint> telling = new ArrayDeque<>();
  private @Nullable FabricListener listener;
  private final Refusals refusals = new Refusals();
  private long loggedNs;

  /** Which endpoint a flow that comes in belongs to. */
  private record Caller(NodeRef node, long connection) {}

  /**
   * Listens, and watches its sockets by itself.
   *
   * @param clock in nanoseconds
   * @throws IOException when the address cannot be listened at
   */
  public TcpFabric(NodeRef self, TcpOptions options, LongSupplier clock) throws IOException {
    this(self, options, clock, new Readiness(), true);
  }

  /**
   * Listens, and shares the readiness of its thread, whose owner polls it before this fabric.
   *
   * @param clock in nanoseconds
   * @throws IOException when the address cannot be listened at
   */
  public TcpFabric(NodeRef self, TcpOptions options, LongSupplier clock, Readiness readiness)
      throws IOException {
    this(self, options, clock, readiness, false);
  }

  private TcpFabric(
      NodeRef self, TcpOptions options, LongSupplier clock, Readiness readiness, boolean alone)
      throws IOException {
    this.self = self;
    this.readiness = readiness;
    this.alone = alone;
    flowCount = options.flows();
    identity = new Identity(self, options);
    sockets = open(options, clock);
    regions = new Regions(self.epoch(), sockets::detach);
    address = Locations.of(Advertised.address(options, sockets.address()));
    loggedNs = sockets.nowNs() - LOG_PAUSE_NS;
  }

  private Sockets open(TcpOptions options, LongSupplier clock) throws IOException {
    try {
      return new Sockets(options, clock, readiness, () -> new Answering(this, identity));
    } catch (IOException | RuntimeException refused) {
      if (alone) {
        readiness.close();
      }
      throw refused;
    }
  }

  @Override
  public NodeRef self() {
    return self;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FabricCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public FabricAddress address() {
    return address;
  }

  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    return regions.register(memory, access);
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress where, long deadlineNs) {
    long connection = identity.connection();
    TcpEndpoint endpoint = new TcpEndpoint(this, peer, true, connection, flowCount);
    endpoints.add(endpoint);
    try {
      InetSocketAddress location = Locations.parse(where);
      for (int i = 0; i < flowCount; i++) {
        Calling calling = new Calling(endpoint, identity, i, connection);
        endpoint.opening(sockets.connect(location, calling, deadlineNs), i);
      }
    } catch (IOException | IllegalArgumentException impossible) {
      endpoint.end("cannot connect to " + where + ": " + impossible.getMessage());
    }
    return endpoint;
  }

  @Override
  public int poll(FabricListener told) {
    listener = told;
    try {
      sockets.write();
      if (alone) {
        readiness.poll();
      }
      int work = sockets.poll() + tell(told) + bury(told);
      sockets.write();
      return work;
    } finally {
      listener = null;
    }
  }

  private int tell(FabricListener told) {
    int count = telling.size();
    for (int i = 0; i < count; i++) {
      telling.removeFirst().tell(told);
    }
    return count;
  }

  private int bury(FabricListener told) {
    int count = gone.size();
    for (int i = 0; i < count; i++) {
      TcpEndpoint endpoint = gone.removeFirst();
      endpoints.remove(endpoint);
      answered.remove(new Caller(endpoint.peer(), endpoint.connection()), endpoint);
      endpoint.bury(told, endpoint.isKnown());
    }
    return count;
  }

  @Override
  public void await(long timeoutNs) {
    sockets.write();
    readiness.await(Math.min(timeoutNs, sockets.untilTickNs()));
  }

  @Override
  public void wakeUp() {
    readiness.wakeUp();
  }

  @Override
  public void close() {
    for (TcpEndpoint endpoint : List.copyOf(endpoints)) {
      endpoint.close("the node stops");
    }
    endpoints.clear();
    answered.clear();
    gone.clear();
    telling.clear();
    sockets.close();
    regions.closeAll();
    if (alone) {
      readiness.close();
    }
  }

  /** Why somebody was not let in, each reason with how often. At most some dozens of reasons. */
  public Map<String, Long> refusals() {
    return refusals.counts();
  }

  Regions regions() {
    return regions;
  }

  /** Whether there is somebody to tell. */
  boolean isPolling() {
    return listener != null;
  }

  /** Who hears of what happens in this poll. */
  FabricListener listener() {
    if (listener == null) {
      throw new IllegalStateException("something happened outside of a poll");
    }
    return listener;
  }

  /** This endpoint has something to tell in the next poll. */
  void hasEnded(TcpEndpoint endpoint) {
    if (!telling.contains(endpoint)) {
      telling.add(endpoint);
      readiness.hurry();
    }
  }

  /** This endpoint is closed. */
  void ended(TcpEndpoint endpoint) {
    gone.add(endpoint);
    readiness.hurry();
  }

  /** The endpoint that a flow belongs to, begun with its first flow; null if it cannot be. */
  @Nullable TcpEndpoint endpointOf(Hello hello) {
    Caller caller = new Caller(hello.caller(), hello.connection());
    TcpEndpoint endpoint = answered.get(caller);
    if (endpoint == null) {
      endpoint = new TcpEndpoint(this, hello.caller(), false, hello.connection(), hello.flows());
      answered.put(caller, endpoint);
      endpoints.add(endpoint);
    }
    return endpoint.flowCount() == hello.flows() ? endpoint : null;
  }

  /** Somebody was not let in; logged at most once a second. */
  void refused(@Nullable Hello caller, String why) {
    refusals.add(why);
    if (sockets.nowNs() - loggedNs >= LOG_PAUSE_NS) {
      loggedNs = sockets.nowNs();
      String who = caller == null ? "somebody" : caller.caller().toString();
      LOG.log(System.Logger.Level.INFO, "{0}: refused {1}: {2}", address, who, why);
    }
  }
}
