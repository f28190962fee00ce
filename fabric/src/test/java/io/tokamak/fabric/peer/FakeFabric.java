// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A fabric that only connects, when the test says so. */
final class FakeFabric implements Fabric {
  private final NodeRef self;
  private final List<FakeEndpoint> begun = new ArrayList<>();

  FakeFabric(NodeRef self) {
    this.self = self;
  }

  /** The connections that were begun here. */
  List<FakeEndpoint> begun() {
    return begun;
  }

  /** One that a peer began. */
  static FakeEndpoint incoming(NodeRef peer) {
    return new FakeEndpoint(peer, false);
  }

  @Override
  public NodeRef self() {
    return self;
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress address, long deadlineNs) {
    FakeEndpoint endpoint = new FakeEndpoint(peer, true);
    begun.add(endpoint);
    return endpoint;
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public FabricCapabilities capabilities() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FabricAddress address() {
    return new FabricAddress("fake", Long.toString(self.node()));
  }

  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int poll(FabricListener listener) {
    return 0;
  }

  @Override
  public void await(long timeoutNs) {}

  @Override
  public void wakeUp() {}

  @Override
  public void close() {}

  /** A connection that remembers why it was closed. */
  static final class FakeEndpoint implements Endpoint {
    private final NodeRef peer;
    private final boolean outgoing;
    private final List<String> closed = new ArrayList<>();

    FakeEndpoint(NodeRef peer, boolean outgoing) {
      this.peer = peer;
      this.outgoing = outgoing;
    }

    boolean isClosed() {
      return !closed.isEmpty();
    }

    @Override
    public NodeRef peer() {
      return peer;
    }

    @Override
    public State state() {
      return isClosed() ? State.CLOSED : State.READY;
    }

    @Override
    public boolean outgoing() {
      return outgoing;
    }

    @Override
    public boolean send(MemorySegment head, MemorySegment body) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean write(MemoryRegion from, long offset, RemotePointer to, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean compareAndSwap(RemotePointer word, long expected, long value, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean fetchAdd(RemotePointer word, long delta, long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void fence() {}

    @Override
    public boolean flush(long token) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close(String why) {
      closed.add(why);
    }
  }
}
