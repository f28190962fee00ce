// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static java.util.Objects.requireNonNull;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection. What the network knows and what the node has seen differ: an end that is
 * lost stays open, and what reaches it takes place, until its node polls the news.
 */
final class SimulatedEndpoint implements Endpoint {
  private static final int ROOM = 64;
  private static final int LITTLE_ROOM = 4;

  private final SimulatedFabric fabric;
  private final boolean outgoing;
  private final Connection connection;
  private final Lane lane;
  private final Mail mail;
  private final List<Operation> pending = new ArrayList<>();
  private final Queue<Bulk> writesInOrder = new ArrayDeque<>();
  private final int room;
  private NodeRef peer;
  private State state;
  private boolean lost;

  /** One that begins a connection. */
  SimulatedEndpoint(SimulatedFabric fabric, NodeRef peer) {
    this(fabric, peer, null);
  }

  /** One that accepts the connection of another. */
  SimulatedEndpoint(SimulatedFabric fabric, SimulatedEndpoint caller) {
    this(fabric, caller.fabric.self(), caller.connection);
  }

  private SimulatedEndpoint(SimulatedFabric fabric, NodeRef peer, @Nullable Connection existing) {
    World world = fabric.world();
    this.fabric = fabric;
    this.peer = peer;
    outgoing = existing == null;
    state = outgoing ? State.CONNECTING : State.READY;
    connection = existing == null ? new Connection(world, this) : existing;
    lane = new Lane();
    mail = new Mail(this);
    boolean little = world.has(FaultKind.PRESSURE) && world.random().nextBoolean();
    room = little ? 1 + world.random().nextInt(LITTLE_ROOM) : ROOM;
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

  @Override
  public boolean send(MemorySegment head, MemorySegment body) {
    long length = head.byteSize() + body.byteSize();
    if (length > fabric.capabilities().maxMessageBytes()) {
      throw new IllegalArgumentException(
          "a message of %d bytes, the fabric takes %d"
              .formatted(length, fabric.capabilities().maxMessageBytes()));
    }
    if (state != State.READY || mail.onTheWay() >= room) {
      return false;
    }
    MemorySegment message = MemorySegment.ofArray(new byte[(int) length]);
    message.copyFrom(head);
    message.asSlice(head.byteSize()).copyFrom(body);
    SimulatedEndpoint to = other();
    trace("sends", message);
    mail.send(operation(0, null), listener -> to.receives(message.asReadOnly(), listener));
    return true;
  }

  @Override
  public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
    return move(into, offset, from, token, false);
  }

  @Override
  public boolean write(MemoryRegion from, long offset, RemotePointer to, long token) {
    return move(from, offset, to, token, true);
  }

  private boolean move(
      MemoryRegion region, long offset, RemotePointer remote, long token, boolean writes) {
    if (remote.length() > fabric.capabilities().maxReadBytes()) {
      throw new IllegalArgumentException(
          "%d bytes in one operation, the fabric takes %d"
              .formatted(remote.length(), fabric.capabilities().maxReadBytes()));
    }
    if (!hasRoom()) {
      return false;
    }
    if (!(region instanceof SimulatedRegion own)) {
      throw new IllegalArgumentException("the region is of another fabric");
    }
    MemorySegment local = own.begin(fabric, offset, remote.length());
    Operation operation = begin(token, own);
    traceMove(writes, operation, offset, remote);
    if (isPossible(operation, remote)) {
      new Bulk(operation, local, remote, writes).begin();
    }
    return true;
  }

  @Override
  public boolean compareAndSwap(RemotePointer word, long expected, long value, long token) {
    return atomic(word, token, found -> found == expected ? value : found);
  }

  @Override
  public boolean fetchAdd(RemotePointer word, long delta, long token) {
    return atomic(word, token, found -> found + delta);
  }

  private boolean atomic(RemotePointer word, long token, LongUnaryOperator change) {
    if (!hasRoom()) {
      return false;
    }
    Operation operation = begin(token, null);
    trace("changes", operation, word);
    if (word.length() < Long.BYTES) {
      refuse(operation, OperationStatus.OUT_OF_BOUNDS);
    } else if (isPossible(operation, word)) {
      RemotePointer eight = word.slice(0, Long.BYTES);
      Atomics target = operation.target().atomics();
      operation.atTarget(() -> target.perform(operation, eight, change));
    }
    return true;
  }

  @Override
  public void fence() {
    trace("fences", "");
    lane.fence();
  }

  @Override
  public boolean flush(long token) {
    if (!hasRoom()) {
      return false;
    }
    List<Operation> earlier = lane.unsettled();
    Operation operation = begin(token, null);
    trace("flushes", operation, "");
    new Flush(operation, earlier).begin();
    return true;
  }

  private boolean hasRoom() {
    return state == State.READY && pending.size() < room;
  }

  private Operation begin(long token, @Nullable SimulatedRegion region) {
    Operation operation = operation(token, region);
    pending.add(operation);
    return operation;
  }

  private Operation operation(long token, @Nullable SimulatedRegion region) {
    Operation operation = new Operation(this, other(), token, region);
    world().moments().passed(connection);
    return operation;
  }

  private boolean isPossible(Operation operation, RemotePointer pointer) {
    boolean thisLife = pointer.epoch() == peer.epoch();
    if (!thisLife) {
      refuse(operation, OperationStatus.STALE_POINTER);
    }
    return thisLife;
  }

  private static void refuse(Operation operation, OperationStatus why) {
    operation.settle();
    operation.end(why, 0);
  }

  @Override
  public void close(String why) {
    if (state != State.CLOSED) {
      closeSilently();
      fabric.arrive(listener -> gone(why, listener));
      connection.endedBy(this, fabric.self() + " closed the connection: " + why);
    }
  }

  /** Closes without a word to the listener; what has completed gets into memory before. */
  void closeSilently() {
    lost = true;
    state = State.CLOSED;
    settleArrived();
  }

  /** The network has lost the connection, the node sees it at its next poll. */
  void lost(String why) {
    if (!lost) {
      lost = true;
      fabric.arrive(listener -> gone(why, listener));
    }
  }

  /** The peer was not there, refused, or the deadline has passed. */
  void notConnected(String why) {
    if (state == State.CONNECTING) {
      lost(why);
      connection.endedBy(this, "given up: " + why);
    }
  }

  /** The last that the listener hears of this endpoint; after a close of its own, too. */
  private void gone(String why, FabricListener listener) {
    state = State.CLOSED;
    settleArrived();
    fabric.remove(this);
    trace("is gone:", why);
    List.copyOf(pending).forEach(one -> one.deliver(listener, OperationStatus.DISCONNECTED, 0));
    listener.disconnected(this, why);
  }

  private void settleArrived() {
    SimulatedEndpoint other = connection.other(this);
    if (other != null) {
      fabric.settle(other);
    }
  }

  /** The accepting end says so; the first thing in its mail. */
  void opens(SimulatedEndpoint caller) {
    mail.send(operation(0, null), caller::opened);
  }

  private void opened(FabricListener listener) {
    if (state == State.CONNECTING) {
      state = State.READY;
      peer = other().fabric.self();
      trace("is connected", "");
      listener.connected(this);
    }
  }

  private void receives(MemorySegment message, FabricListener listener) {
    if (state == State.READY) {
      trace("receives", message);
      listener.received(this, message);
    }
  }

  /** Begins a write when it may: on an ordered fabric, when the one before it is placed. */
  void begin(Bulk write) {
    if (isOrdered()) {
      writesInOrder.add(write);
    }
    if (writesInOrder.size() < 2) {
      write.beginPieces();
    }
  }

  /** All of a write is placed. */
  void placed(Bulk write) {
    if (writesInOrder.remove(write) && !writesInOrder.isEmpty()) {
      writesInOrder.element().beginPieces();
    }
  }

  /** Damaged bytes of an operation were noticed. */
  void corrupted(Operation operation) {
    operation.end(OperationStatus.CORRUPT, 0);
    lost("bytes arrived damaged");
    connection.cut("bytes arrived damaged");
  }

  /** The caller hears the end of an operation. */
  void ends(Operation operation) {
    pending.remove(operation);
  }

  /** Whether what arrives from the peer still takes place. */
  boolean isOpen() {
    return state != State.CLOSED && fabric.isAlive();
  }

  boolean isOrdered() {
    return fabric.capabilities().orderedPlacement();
  }

  Connection connection() {
    return connection;
  }

  SimulatedFabric fabric() {
    return fabric;
  }

  Node node() {
    return fabric.node();
  }

  Network network() {
    return fabric.network();
  }

  Lane lane() {
    return lane;
  }

  private SimulatedEndpoint other() {
    return requireNonNull(connection.other(this), "a ready endpoint has a peer");
  }

  private void traceMove(boolean writes, Operation operation, long at, RemotePointer remote) {
    if (world().isTraced()) {
      String what = "%s %s, here at %d".formatted(operation, remote, at);
      trace(writes ? "writes" : "reads", what);
    }
  }

  private void trace(String does, MemorySegment message) {
    if (world().isTraced()) {
      byte[] bytes = message.toArray(ValueLayout.JAVA_BYTE);
      trace(does, "%d bytes '%s'".formatted(bytes.length, Trace.text(bytes)));
    }
  }

  private void trace(String does, Operation operation, Object what) {
    if (world().isTraced()) {
      trace(does, operation + " " + what);
    }
  }

  private void trace(String does, String what) {
    if (world().isTraced()) {
      world().trace("%s %s %s".formatted(this, does, what));
    }
  }

  private World world() {
    return fabric.world();
  }

  @Override
  public String toString() {
    return fabric.self() + ">" + peer;
  }
}
