// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A connection: several flows, what this side asks for, and what is done for the other. */
final class TcpEndpoint implements Endpoint, FlowUser {
  private final TcpFabric fabric;
  private final boolean outgoing;
  private final long connection;
  private final Flow[] flows;
  private final Operations operations;
  private final Service service;
  private NodeRef peer;
  private int joined;
  private boolean announced;
  private State state = State.CONNECTING;
  private String why = "";

  TcpEndpoint(TcpFabric fabric, NodeRef peer, boolean outgoing, long connection, int flowCount) {
    this.fabric = fabric;
    this.peer = peer;
    this.outgoing = outgoing;
    this.connection = connection;
    flows = new Flow[flowCount];
    operations = new Operations(flows);
    operations.peerEpoch(peer.epoch());
    service = new Service(fabric.regions(), flows);
  }

  @Override
  public NodeRef peer() {
    return peer;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public boolean outgoing() {
    return outgoing;
  }

  /** The number that its flows have in common. */
  long connection() {
    return connection;
  }

  int flowCount() {
    return flows.length;
  }

  String why() {
    return why;
  }

  @Override
  public boolean send(MemorySegment head, MemorySegment body) {
    return state == State.READY && operations.send(head, body);
  }

  @Override
  public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
    TcpRegion region = local(into, offset, from.length());
    return state == State.READY
        && begun(operations.move(Operation.Kind.READ, region, offset, from, token));
  }

  @Override
  public boolean readBehind(MemoryRegion into, long offset, RemotePointer from, long token) {
    TcpRegion region = local(into, offset, from.length());
    return state == State.READY && begun(operations.readBehind(region, offset, from, token));
  }

  @Override
  public boolean write(MemoryRegion from, long offset, RemotePointer to, long token) {
    TcpRegion region = local(from, offset, to.length());
    return state == State.READY
        && begun(operations.move(Operation.Kind.WRITE, region, offset, to, token));
  }

  private TcpRegion local(MemoryRegion region, long offset, long length) {
    if (!(region instanceof TcpRegion own && own.belongsTo(fabric.regions()) && own.isOpen())) {
      throw new IllegalArgumentException("a region of another fabric, or one that is closed");
    }
    Objects.checkFromIndexSize(offset, length, own.memory().byteSize());
    return own;
  }

  @Override
  public boolean compareAndSwap(RemotePointer word, long expected, long value, long token) {
    return state == State.READY
        && begun(operations.atomic(Operation.Kind.COMPARE_AND_SWAP, word, expected, value, token));
  }

  @Override
  public boolean fetchAdd(RemotePointer word, long delta, long token) {
    return state == State.READY
        && begun(operations.atomic(Operation.Kind.FETCH_ADD, word, delta, 0, token));
  }

  @Override
  public void fence() {
    if (state == State.READY) {
      operations.fence();
    }
  }

  @Override
  public boolean flush(long token) {
    return state == State.READY && operations.flush(token);
  }

  /** What cannot even be asked for has ended already: to be told in the next poll. */
  private boolean begun(boolean accepted) {
    if (operations.endedCount() > 0) {
      fabric.hasEnded(this);
    }
    return accepted;
  }

  @Override
  public void close(String reason) {
    if (state == State.READY) {
      flows[0].send(FrameType.GOODBYE, reason);
    }
    end(reason);
  }

  /** Ends it; whoever waits hears of it in this poll or the next. Can be repeated. */
  void end(String reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    why = reason;
    for (Flow flow : flows) {
      if (flow != null) {
        flow.close();
      }
    }
    fabric.ended(this);
  }

  /** A flow that is being connected. */
  void opening(Flow flow, int index) {
    flows[index] = flow;
  }

  /** Whether that flow is missing. */
  boolean wants(int index) {
    return state == State.CONNECTING && flows[index] == null;
  }

  /** This is who is there, as one of the flows has found. */
  void meet(NodeRef found) {
    if (peer.equals(NodeRef.ANYBODY)) {
      peer = found;
      operations.peerEpoch(found.epoch());
    } else if (!peer.equals(found)) {
      throw new BadFrameException(
          "two nodes at one address: one flow has found %s, another %s".formatted(peer, found));
    }
  }

  /** The handshake of a flow is over. {@code near}: with a node of this machine. */
  void joined(Flow flow, int index, boolean near) {
    flows[index] = flow;
    flow.user(this, index);
    if (near) {
      flow.withoutChecksums();
    }
    joined++;
    if (outgoing && joined == flows.length) {
      flows[0].send(flows[0].start(FrameType.READY));
      ready();
    }
  }

  private void ready() {
    state = State.READY;
    announced = true;
    for (Flow flow : flows) {
      flow.established();
    }
    fabric.listener().connected(this);
  }

  @Override
  public void connected(Flow flow) {
    throw new IllegalStateException("a flow joined before it was connected");
  }

  @Override
  public void frame(Flow flow, FrameHeader header, MemorySegment payload) {
    checkFlow(flow, header);
    switch (header.type) {
      case PING -> {}
      case READY -> becomeReady();
      case MESSAGE -> received(payload);
      case READ, COMPARE_AND_SWAP, FETCH_ADD, FLUSH -> service.serve(header);
      case WRITTEN, FOUND, FLUSHED -> {
        operations.answered(header);
        tell(fabric.listener());
      }
      case GOODBYE -> end("the peer ended it: " + Flow.text(payload));
      default -> throw new BadFrameException(header.type + " after the handshake");
    }
  }

  /** Only keep-alive and pieces come over other flows than the first. */
  private void checkFlow(Flow flow, FrameHeader header) {
    if (joined < flows.length || (flow.index() > 0 && header.type != FrameType.PING)) {
      throw new BadFrameException(header.type + " over flow " + flow.index());
    }
  }

  private void becomeReady() {
    if (outgoing || state != State.CONNECTING) {
      throw new BadFrameException("READY out of turn");
    }
    ready();
  }

  private void received(MemorySegment message) {
    if (state != State.READY) {
      throw new BadFrameException("MESSAGE before READY");
    }
    fabric.listener().received(this, message);
  }

  @Override
  public void place(Flow flow, FrameHeader header, Incoming.Placement placement) {
    if (joined < flows.length) {
      throw new BadFrameException(header.type + " before READY");
    }
    if (header.type == FrameType.DATA) {
      operations.place(header, placement);
    } else {
      service.place(flow, header, placement);
    }
  }

  @Override
  public void placed(Flow flow, FrameHeader header, boolean intact) {
    if (header.type == FrameType.DATA) {
      operations.placed(header, intact);
      tell(fabric.listener());
    } else {
      service.placed(flow, header, intact);
    }
  }

  /** The peer may have said why, on its first flow. */
  @Override
  public void lost(Flow flow, String reason) {
    if (flow.index() > 0 && state == State.READY && fabric.isPolling()) {
      flows[0].listen();
    }
    end(reason);
  }

  /** Tells of what has ended by now; what ends meanwhile has to wait. Returns how many. */
  int tell(FabricListener listener) {
    int count = operations.endedCount();
    for (int i = 0; i < count; i++) {
      Operation operation = operations.nextEnded();
      if (operation == null) {
        return i;
      }
      long token = operation.token;
      var status = operation.status;
      long value = operation.value;
      operations.told(operation);
      listener.completed(this, token, status, value);
    }
    if (operations.endedCount() > 0) {
      fabric.hasEnded(this);
    }
    return count;
  }

  /** Tells of everything that is left, and that this is the end. */
  void bury(FabricListener listener, boolean known) {
    operations.disconnect();
    tell(listener);
    if (known) {
      listener.disconnected(this, why);
    }
  }

  /** Whether a listener has heard of it: it asked for it, or was told. */
  boolean isKnown() {
    return outgoing || announced;
  }
}
