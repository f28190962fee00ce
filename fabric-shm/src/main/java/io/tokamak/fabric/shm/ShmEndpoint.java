// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection: a socket, the peer's memory, and what this side asks for. */
final class ShmEndpoint implements Endpoint, FlowUser {
  private final ShmFabric fabric;
  private final boolean outgoing;
  private NodeRef peer;
  private @Nullable Flow flow;
  private @Nullable PeerMemory memory;
  private @Nullable Operations operations;
  private boolean announced;
  private boolean copying;
  private boolean telling;
  private int tellable;
  private State state = State.CONNECTING;
  private String why = "";

  ShmEndpoint(ShmFabric fabric, NodeRef peer, boolean outgoing) {
    this.fabric = fabric;
    this.peer = peer;
    this.outgoing = outgoing;
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

  /** The socket is there, the handshake goes on. */
  void opening(Flow opened) {
    flow = opened;
  }

  /** The peer is known and its memory is mapped. */
  void join(Flow joined, NodeRef found, PeerMemory mapped) {
    flow = joined;
    peer = found;
    memory = mapped;
    operations = new Operations(joined, fabric.copyingOf(mapped));
    joined.user(this);
    fabric.mayWrite(mapped.table(), joined);
  }

  /** Both sides have mapped the memory of the other one. */
  void ready() {
    state = State.READY;
    announced = true;
    if (flow != null) {
      flow.established();
    }
    fabric.listener().connected(this);
  }

  private @Nullable Operations usable() {
    return state == State.READY ? operations : null;
  }

  @Override
  public boolean send(MemorySegment head, MemorySegment body) {
    Operations usable = usable();
    return usable != null && usable.send(head, body);
  }

  @Override
  public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
    ShmRegion local = local(into, offset, from.length());
    if (local.memory().isReadOnly()) {
      throw new IllegalArgumentException("a read into memory that is read-only");
    }
    Operations usable = usable();
    return usable != null
        && usable.move(Operation.Kind.READ, local, offset, from, token)
        && begun(usable);
  }

  @Override
  public boolean write(MemoryRegion from, long offset, RemotePointer to, long token) {
    ShmRegion local = local(from, offset, to.length());
    Operations usable = usable();
    return usable != null
        && usable.move(Operation.Kind.WRITE, local, offset, to, token)
        && begun(usable);
  }

  private ShmRegion local(MemoryRegion region, long offset, long length) {
    if (!(region instanceof ShmRegion own && fabric.owns(own) && own.isOpen())) {
      throw new IllegalArgumentException("a region of another fabric, or one that is closed");
    }
    Objects.checkFromIndexSize(offset, length, own.memory().byteSize());
    return own;
  }

  @Override
  public boolean compareAndSwap(RemotePointer word, long expected, long value, long token) {
    Operations usable = usable();
    return usable != null
        && usable.atomic(Operation.Kind.COMPARE_AND_SWAP, word, expected, value, token)
        && begun(usable);
  }

  @Override
  public boolean fetchAdd(RemotePointer word, long delta, long token) {
    Operations usable = usable();
    return usable != null
        && usable.atomic(Operation.Kind.FETCH_ADD, word, delta, 0, token)
        && begun(usable);
  }

  @Override
  public void fence() {
    Operations usable = usable();
    if (usable != null) {
      usable.fence();
    }
  }

  @Override
  public boolean flush(long token) {
    Operations usable = usable();
    return usable != null && usable.flush(token) && begun(usable);
  }

  /** Short operations have ended already: to be told in the next poll. Long ones go on there. */
  private boolean begun(Operations begun) {
    if (!copying && begun.isMoving()) {
      copying = true;
      fabric.copies(this);
    }
    hasEnded(begun);
    IOException failure = begun.failure();
    if (failure != null) {
      close(String.valueOf(failure.getMessage()));
    }
    return true;
  }

  private void hasEnded(Operations some) {
    if (!telling && some.endedCount() > 0) {
      telling = true;
      fabric.tells(this);
    }
  }

  /** Copies a piece. Returns how many bytes, 0 when nothing is left to copy. */
  long copy() {
    Operations usable = usable();
    copying = usable != null && usable.isMoving();
    if (usable == null || !copying) {
      return 0;
    }
    long copied = usable.step();
    copying = usable.isMoving();
    begun(usable);
    return copied;
  }

  /** Whether it wants another turn at copying; if so it has to get one. */
  boolean isCopying() {
    return copying;
  }

  /** Unmaps what the peer does not share any more. */
  void sweep() {
    if (memory != null && state == State.READY) {
      memory.sweep();
    }
  }

  @Override
  public void close(String reason) {
    if (state != State.CLOSED) {
      Flow open = flow;
      if (open != null) {
        open.send(FrameType.GOODBYE, reason);
      }
      end(reason, false);
    }
  }

  /** Ends it; whoever waits hears of it in this poll or the next. */
  private void end(String reason, boolean peerEnded) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    why = reason;
    release(peerEnded);
    fabric.ended(this);
  }

  private void release(boolean peerEnded) {
    Flow open = flow;
    PeerMemory mapped = memory;
    if (mapped == null) {
      if (open != null) {
        open.close();
      }
      return;
    }
    mapped.closeFiles();
    if (open == null || peerEnded) {
      fabric.writesNoMore(mapped.table());
    } else {
      open.linger(() -> fabric.writesNoMore(mapped.table()));
    }
    if (open != null && peerEnded) {
      open.close();
    }
  }

  @Override
  public void frame(Flow from, FrameHeader header, MemorySegment payload, long offset) {
    if (header.type == FrameType.GOODBYE || header.type == FrameType.REFUSED) {
      end("the peer ended it: " + Flow.text(header, payload, offset), true);
      return;
    }
    Operations usable = usable();
    if (usable == null) {
      becomeReady(header.type);
      return;
    }
    switch (header.type) {
      case PING -> {}
      case MESSAGE -> fabric.listener().received(this, payload.asSlice(offset, header.length));
      case FLUSH -> answer(from, header.number);
      case FLUSHED -> {
        usable.flushed(header.number);
        hasEnded(usable);
      }
      default -> throw new BadFrameException(header.type + " after the handshake");
    }
  }

  private void becomeReady(FrameType type) {
    if (outgoing || type != FrameType.READY) {
      throw new BadFrameException(type + " instead of READY");
    }
    ready();
  }

  /** All messages before it have been handed over by now. */
  private static void answer(Flow from, long number) {
    if (from.queue().bytes() > 2L * Limits.QUEUED_BYTES) {
      throw new BadFrameException("FLUSH, and the answers are not read");
    }
    from.send(FrameType.FLUSHED, number);
  }

  @Override
  public void lost(Flow lost, String reason, boolean peerEnded) {
    if (!peerEnded) {
      lost.send(FrameType.GOODBYE, reason);
    }
    end(reason, peerEnded);
  }

  /** What has ended by now may be told; what ends later has to wait for the next poll. */
  void mark() {
    Operations told = operations;
    tellable = told == null ? 0 : told.endedCount();
  }

  /** Tells of what has been marked. Returns how many. */
  int tell(FabricListener listener) {
    telling = false;
    Operations told = operations;
    int count = told == null ? 0 : tell(told, tellable, listener);
    if (told != null) {
      hasEnded(told);
    }
    return count;
  }

  private int tell(Operations some, int count, FabricListener listener) {
    for (int i = 0; i < count; i++) {
      Operation operation = some.nextEnded();
      if (operation == null) {
        return i;
      }
      long token = operation.token;
      var status = operation.status;
      long value = operation.value;
      some.told(operation);
      listener.completed(this, token, status, value);
    }
    return count;
  }

  /** Tells of everything that is left, and that this is the end. */
  void bury(FabricListener listener) {
    Operations left = operations;
    if (left != null) {
      left.disconnect();
      tell(left, left.endedCount(), listener);
    }
    if (outgoing || announced) {
      listener.disconnected(this, why);
    }
  }
}
