// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/** A fabric that only connects, when the test says so. */
final class FakeFabric implements Fabric {
  private final NodeRef self;
  private final String name;
  private final List<FakeEndpoint> begun = new ArrayList<>();
  private final Queue<Consumer<FabricListener>> news = new ArrayDeque<>();

  FakeFabric(NodeRef self) {
    this(self, "fake");
  }

  FakeFabric(NodeRef self, String name) {
    this.self = self;
    this.name = name;
  }

  /** The next poll tells of it as ready. */
  void connects(FakeEndpoint endpoint) {
    news.add(listener -> listener.connected(endpoint));
  }

  /** The next poll tells of it as gone. */
  void loses(FakeEndpoint endpoint, String why) {
    endpoint.close(why);
    news.add(listener -> listener.disconnected(endpoint, why));
  }

  /** The next poll tells of an operation of it as done. */
  void completes(FakeEndpoint endpoint, long token) {
    news.add(listener -> listener.completed(endpoint, token, OperationStatus.DONE, 0));
  }

  /** The next poll brings a message without bytes. */
  void brings(FakeEndpoint endpoint) {
    news.add(listener -> listener.received(endpoint, MemorySegment.NULL));
  }

  /** The connections that were begun here. */
  List<FakeEndpoint> begun() {
    return begun;
  }

  /** One that a peer began. */
  static FakeEndpoint incoming(NodeRef peer) {
    return new FakeEndpoint(peer, false, 0);
  }

  @Override
  public NodeRef self() {
    return self;
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress address, long deadlineNs) {
    FakeEndpoint endpoint = new FakeEndpoint(peer, true, deadlineNs);
    begun.add(endpoint);
    return endpoint;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FabricCapabilities capabilities() {
    throw new UnsupportedOperationException();
  }

  @Override
  public FabricAddress address() {
    return new FabricAddress(name, Long.toString(self.node()));
  }

  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int poll(FabricListener listener) {
    int count = news.size();
    for (int i = 0; i < count; i++) {
      news.remove().accept(listener);
    }
    return count;
  }

  @Override
  public void await(long timeoutNs) {}

  @Override
  public void wakeUp() {}

  @Override
  public void close() {}

  /** A connection that remembers why it was closed. */
  static final class FakeEndpoint implements Endpoint {
    private final boolean outgoing;
    private final long deadlineNs;
    private final List<String> closed = new ArrayList<>();
    private NodeRef peer;

    FakeEndpoint(NodeRef peer, boolean outgoing, long deadlineNs) {
      this.peer = peer;
      this.outgoing = outgoing;
      this.deadlineNs = deadlineNs;
    }

    /** This is who is there. */
    FakeEndpoint meets(NodeRef found) {
      peer = found;
      return this;
    }

    long deadlineNs() {
      return deadlineNs;
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
