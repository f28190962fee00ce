// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.part.Silence;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection: a path over UCX, what this side asks for, and what is done for the other. */
final class UcxEndpoint implements Endpoint, DirectMover.Inquiries {
  /** How long operations of a connection that is closed may go on while others use its path. */
  private static final long LINGER_NS = 1_000_000_000;

  private final UcxFabric fabric;
  private final boolean outgoing;
  private final long number;
  private final Control control;
  private final Outbox outbox;
  private final Operations operations;
  private final Service service;
  private final Sequence sequence = new Sequence();
  private final Silence silence;
  private final long deadlineNs;
  private NodeRef peer;
  private @Nullable Path path;
  private @Nullable Mover mover;
  private int wantedPath;
  private boolean heardHello;
  private boolean announced;
  private boolean telling;
  private int tellable;
  private long leftNs;
  private State state = State.CONNECTING;
  private String why = "";

  /**
   * @param number what the peer has to write into frames for it
   * @param deadlineNs when to be ready
   */
  UcxEndpoint(UcxFabric fabric, NodeRef peer, boolean outgoing, long number, long deadlineNs) {
    this.fabric = fabric;
    this.peer = peer;
    this.outgoing = outgoing;
    this.number = number;
    control = new Control();
    outbox = new Outbox(fabric.slots());
    operations = new Operations(outbox);
    service = new Service(fabric.regions(), outbox);
    silence = new Silence(fabric.nowNs());
    this.deadlineNs = deadlineNs;
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

  long number() {
    return number;
  }

  Control control() {
    return control;
  }

  @Override
  public boolean send(MemorySegment head, MemorySegment body) {
    return state == State.READY && operations.send(head, body);
  }

  @Override
  public boolean read(MemoryRegion into, long offset, RemotePointer from, long token) {
    UcxRegion region = local(into, offset, from.length());
    if (region.memory().isReadOnly()) {
      throw new IllegalArgumentException("a read into memory that is read-only");
    }
    return state == State.READY
        && begun(operations.move(Operation.Kind.READ, region, offset, from, token));
  }

  @Override
  public boolean write(MemoryRegion from, long offset, RemotePointer to, long token) {
    UcxRegion region = local(from, offset, to.length());
    return state == State.READY
        && begun(operations.move(Operation.Kind.WRITE, region, offset, to, token));
  }

  private UcxRegion local(MemoryRegion region, long offset, long length) {
    if (!(region instanceof UcxRegion own && own.belongsTo(fabric.regions()) && own.isOpen())) {
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
    return state == State.READY && begun(operations.flush(token));
  }

  /** What was asked for is under way, or has ended already: to be told in the next poll. */
  private boolean begun(boolean accepted) {
    hasEnded();
    return accepted;
  }

  private void hasEnded() {
    if (!telling && operations.endedCount() > 0) {
      telling = true;
      fabric.tells(this);
    }
  }

  @Override
  public void close(String reason) {
    end(reason);
  }

  /** Ends it; whoever waits hears of it when UCX has let go of all memory. Can be repeated. */
  void end(String reason) {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    why = reason;
    control.close(reason);
    outbox.close();
    sequence.release(fabric.worker());
    fabric.regions().leave(this);
    leavePath();
    fabric.ended(this);
  }

  /**
   * The last one closes it. What one of several has under way goes on to its end: the others live.
   */
  private void leavePath() {
    if (mover != null) {
      mover.end();
    }
    if (path != null) {
      path.users().remove(this);
      if (path.users().isEmpty() && !path.isDelicate()) {
        path.close();
      }
    }
    leftNs = fabric.nowNs();
  }

  /** What goes on for too long ends, and with it the path, for the sake of the memory. */
  void endLingering(long nowNs) {
    if (path != null && isBusy() && nowNs - leftNs >= LINGER_NS) {
      path.close();
    }
  }

  /** Whether UCX may still touch memory of operations. */
  boolean isBusy() {
    return mover != null && mover.isBusy();
  }

  /** The connection over TCP stands, both know who they are: now how to reach the workers. */
  void met(NodeRef found) {
    peer = found;
    wantedPath = fabric.ways().wanted(found);
    tell(fabric.wireUp(wantedPath, number));
  }

  private void tell(Notice notice) {
    if (!control.tell(notice)) {
      end("notices wait for a peer that does not read them");
    }
  }

  /** The peer said something over TCP. */
  void told(Notice notice) {
    switch (notice) {
      case Notice.WireUp wireUp -> join(wireUp);
      case Notice.Place place -> {
        direct().placed(place);
        hasEnded();
      }
      case Notice.About about -> told(about);
    }
  }

  private void told(Notice.About about) {
    switch (about.kind()) {
      case Notice.About.WHERE -> tell(fabric.place(about, this));
      case Notice.About.GONE -> {
        direct().gone(about.region(), about.generation());
        hasEnded();
      }
      default -> fabric.regions().returned(this, about.region(), about.generation());
    }
  }

  private DirectMover direct() {
    if (mover instanceof DirectMover direct) {
      return direct;
    }
    throw new BadFrameException("a notice of a region, which is not needed here");
  }

  private void join(Notice.WireUp wireUp) {
    if (path != null) {
      throw new BadFrameException("a second wire-up");
    }
    path = fabric.join(peer, Math.max(wantedPath, wireUp.path()), wireUp);
    path.users().add(this);
    if (heardHello) {
      path.prove();
    }
    outbox.open(path, wireUp.connection());
    mover =
        fabric.isDirect()
            ? new DirectMover(fabric.worker(), path, fabric.keepsOrder(), operations, this)
            : new ServedMover(outbox, operations);
    operations.begin(mover, peer.epoch());
    outbox.send(outbox.start(FrameType.HELLO));
    readyIfBoth();
  }

  private void readyIfBoth() {
    if (heardHello && path != null && state == State.CONNECTING) {
      state = State.READY;
      announced = true;
      silence.begin(fabric.nowNs());
      fabric.listener().connected(this);
    }
  }

  /** A frame came over UCX. Returns whether its payload is kept. */
  boolean frame(Frame frame) {
    if (state == State.CLOSED) {
      return false;
    }
    silence.heard(fabric.nowNs());
    if (frame.length > Limits.MESSAGE_BYTES) {
      throw new BadFrameException("a frame of %d bytes".formatted(frame.length));
    }
    if (path != null) {
      path.prove();
    }
    if (!sequence.isDue(frame)) {
      sequence.keep(frame);
      return frame.data != 0;
    }
    use(frame);
    while (sequence.hasEarly() && state != State.CLOSED) {
      var due = sequence.takeDue();
      if (due.isEmpty()) {
        break;
      }
      try {
        use(due.getFirst());
      } finally {
        fabric.release(due.getFirst());
      }
    }
    return false;
  }

  private void use(Frame frame) {
    FrameType what = frame.what();
    if (what == FrameType.HELLO && !heardHello) {
      heardHello = true;
      readyIfBoth();
    } else if (what == FrameType.HELLO || state != State.READY) {
      throw new BadFrameException(what + " out of turn");
    } else {
      useReady(what, frame);
    }
  }

  private void useReady(FrameType what, Frame frame) {
    switch (what) {
      case PING, HELLO -> {}
      case MESSAGE -> received(frame);
      case READ, WRITE, COMPARE_AND_SWAP, FETCH_ADD, FLUSH -> service.serve(frame);
      case DATA, WRITTEN, FOUND -> {
        if (mover != null) {
          mover.answered(frame);
        }
        hasEnded();
      }
      case FLUSHED -> {
        operations.flushed(frame.number);
        hasEnded();
      }
    }
  }

  private void received(Frame frame) {
    fabric.listener().received(this, fabric.payloads().of(frame.data, frame.length));
  }

  /** Looks what has been moved. Returns how much. */
  int move() {
    if (mover == null) {
      return 0;
    }
    int work = mover.poll();
    if (state != State.CLOSED) {
      hasEnded(); // whatever the work: a flush can be over as soon as it is begun
    }
    return work;
  }

  /** Looks at the time. {@code pausedNs} is how long this node itself has not been polling. */
  void tick(long nowNs, long pausedNs, long silenceNs) {
    if (outbox.spoke()) {
      silence.spoke(nowNs);
    }
    if (sequence.isBroken(nowNs, pausedNs, silenceNs)) {
      end(
          "frame %d did not come for %d ms, and others did"
              .formatted(sequence.expected(), silenceNs / 1_000_000));
      return;
    }
    if (operations.isOverdue(nowNs, pausedNs)
        || (mover != null && mover.isOverdue(nowNs, pausedNs))) {
      end("an operation was not answered for %d s".formatted(Limits.ANSWER_NS / 1_000_000_000));
      return;
    }
    Silence.Verdict verdict =
        state == State.READY
            ? silence.tick(nowNs, pausedNs, silenceNs)
            : silence.tickUntilReady(nowNs, pausedNs, deadlineNs);
    switch (verdict) {
      case LATE, SILENT -> end(Silence.reason(verdict, silenceNs));
      case SPEAK -> {
        if (outbox.bytes() == 0) {
          outbox.send(outbox.start(FrameType.PING));
        }
      }
      case FINE -> {}
    }
  }

  @Override
  public void where(int region, int generation) {
    tell(new Notice.About(Notice.About.WHERE, region, generation));
  }

  @Override
  public void unused(int region, int generation) {
    tell(new Notice.About(Notice.About.UNUSED, region, generation));
  }

  /** A region that the peer knows is closed. */
  void revoke(UcxRegion region) {
    tell(
        new Notice.About(
            Notice.About.GONE, region.registration().number(), region.registration().generation()));
  }

  /** What has ended by now may be told; what ends later has to wait for the next poll. */
  void mark() {
    tellable = operations.endedCount();
  }

  /** Tells of what has been marked. Returns how many. */
  int tell(FabricListener listener) {
    telling = false;
    int count = tell(tellable, listener);
    if (state != State.CLOSED) {
      hasEnded();
    }
    return count;
  }

  private int tell(int count, FabricListener listener) {
    for (int i = 0; i < count; i++) {
      Operation operation = operations.nextEnded();
      if (operation == null) {
        return i;
      }
      long token = operation.token;
      OperationStatus status = operation.status;
      long value = operation.value;
      operations.told(operation);
      listener.completed(this, token, status, value);
    }
    return count;
  }

  /** Gives back what UCX has given. */
  void release() {
    if (mover != null) {
      mover.release();
    }
  }

  /** Tells of everything that is left, and that this is the end. */
  void bury(FabricListener listener) {
    release();
    operations.disconnect();
    tell(operations.endedCount(), listener);
    if (outgoing || announced) {
      listener.disconnected(this, why);
    }
  }
}
