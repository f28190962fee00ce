// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.util.IdentityHashMap;
import java.util.function.Function;

/** Passes everything on, but puts something between each endpoint and its user. */
final class FabricBetween implements Fabric {
  private final Fabric right;
  private final Function<Endpoint, EndpointBetween> between;
  private final IdentityHashMap<Endpoint, EndpointBetween> byRight = new IdentityHashMap<>();

  FabricBetween(Fabric right, Function<Endpoint, EndpointBetween> between) {
    this.right = right;
    this.between = between;
  }

  private EndpointBetween of(Endpoint endpoint) {
    return byRight.computeIfAbsent(endpoint, between);
  }

  @Override
  public NodeRef self() {
    return right.self();
  }

  @Override
  public String name() {
    return right.name();
  }

  @Override
  public FabricCapabilities capabilities() {
    return right.capabilities();
  }

  @Override
  public FabricAddress address() {
    return right.address();
  }

  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    return right.register(memory, access);
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress address, long deadlineNs) {
    return of(right.connect(peer, address, deadlineNs));
  }

  @Override
  public int poll(FabricListener listener) {
    return right.poll(new ListenerBetween(listener));
  }

  @Override
  public void await(long timeoutNs) {
    right.await(timeoutNs);
  }

  @Override
  public void wakeUp() {
    right.wakeUp();
  }

  @Override
  public void close() {
    right.close();
  }

  /** Tells of the endpoints that users know. */
  private final class ListenerBetween implements FabricListener {
    private final FabricListener user;

    ListenerBetween(FabricListener user) {
      this.user = user;
    }

    @Override
    public void connected(Endpoint endpoint) {
      user.connected(of(endpoint));
    }

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      user.disconnected(of(endpoint), why);
      byRight.remove(endpoint);
    }

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {
      user.received(of(endpoint), message);
    }

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
      of(endpoint).completes(token, status);
      user.completed(of(endpoint), token, status, value);
    }
  }
}
