// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.part.Piece;
import io.tokamak.fabric.part.Pieces;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this side of an endpoint has asked for.
 *
 * <p>Small operations and messages go over flow 0. TCP and a target that serves in order keep them
 * in order, and their answers come in order too. Long reads and writes wait in {@code bulk}, and go
 * in pieces over the other flows, as many at a time as the window allows; only the short requests
 * of reads go over flow 0.
 *
 * <p>A fence is free while nothing but small operations are under way: they stay in order by
 * themselves. Two things can overtake: what follows long operations, so it is {@code held} until
 * they are over; and a long write that follows small operations, so it waits for the answers of
 * those that were started before the fence ({@code smallBarrier}).
 *
 * <p>What is read behind a long read of one piece comes over the same flow, where answers are made
 * one after the other. Behind one of several pieces it waits until that is over.
 *
 * <p>Operations that ended are {@code ended} until somebody may be told. Bounded everywhere. No
 * allocation once as many objects are there as are needed at a time. For one thread.
 */
final class Operations {
  private final Flow[] flows;
  private final Pieces<Operation> pieces = new Pieces<>();
  private final List<Operation> underWay = new ArrayList<>();
  private final Deque<Operation> spare = new ArrayDeque<>();
  private final Deque<Operation> held = new ArrayDeque<>();
  private final Deque<Operation> bulk = new ArrayDeque<>();
  private final Deque<Operation> ended = new ArrayDeque<>();
  private final List<Operation> flushes = new ArrayList<>();
  private long peerEpoch;
  private long serials;
  private long heldBytes;
  private long windowBytes;
  private int bulkUnderWay;
  private long smallStarted;
  private long smallDone;
  private long smallBarrier;
  private int nextFlow;
  private @Nullable Operation lastRead;

  /** Operations on these flows, which may still be missing. */
  Operations(Flow[] flows) {
    this.flows = flows;
  }

  /** The life of the peer: pointers of another one are stale. */
  void peerEpoch(long epoch) {
    peerEpoch = epoch;
  }

  /** Sends a message; false when too much waits already. */
  boolean send(MemorySegment head, MemorySegment body) {
    long length = head.byteSize() + body.byteSize();
    if (length > Limits.MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "a message of %d bytes, the fabric allows %d".formatted(length, Limits.MESSAGE_BYTES));
    }
    if (isCrowded(length)) {
      return false;
    }
    if (held.isEmpty()) {
      message(head, body);
    } else {
      hold(head, body, (int) length);
    }
    return true;
  }

  private boolean isCrowded(long length) {
    return flows[0].outgoing().bytes() + heldBytes + length > Limits.QUEUED_BYTES;
  }

  private void message(MemorySegment head, MemorySegment body) {
    Flow flow = flows[0];
    flow.outgoing().begin();
    flow.outgoing().copy(head, 0, head.byteSize());
    flow.outgoing().copy(body, 0, body.byteSize());
    flow.outgoing().end(flow.start(FrameType.MESSAGE));
    flow.changed();
  }

  private void hold(MemorySegment head, MemorySegment body, int length) {
    Operation operation = take(Operation.Kind.MESSAGE, 0);
    byte[] bytes = new byte[length];
    MemorySegment all = MemorySegment.ofArray(bytes);
    MemorySegment.copy(head, 0, all, 0, head.byteSize());
    MemorySegment.copy(body, 0, all, head.byteSize(), body.byteSize());
    operation.message = bytes;
    heldBytes += FrameHeader.LENGTH + (long) length;
    held.add(operation);
  }

  /** Begins a read or write; false when too much is under way. */
  boolean move(
      Operation.Kind kind, TcpRegion region, long offset, RemotePointer pointer, long token) {
    boolean smallWrite = kind == Operation.Kind.WRITE && pointer.length() <= Limits.SMALL_BYTES;
    if (isFull() || (smallWrite && isCrowded(pointer.length()))) {
      return false;
    }
    Operation operation = begin(kind, region, offset, pointer, token);
    if (kind == Operation.Kind.READ) {
      lastRead = operation;
    }
    go(operation, pointer);
    return true;
  }

  /** Begins a read of what is there when the last one has its bytes; false as {@link #move}. */
  boolean readBehind(TcpRegion region, long offset, RemotePointer pointer, long token) {
    Operation lead = lastRead;
    if (isFull()) {
      return false;
    }
    if (lead == null || !lead.isBulk()) {
      return move(Operation.Kind.READ, region, offset, pointer, token);
    }
    if (lead.follower != null || pointer.length() > Limits.SMALL_BYTES) {
      fence();
      return move(Operation.Kind.READ, region, offset, pointer, token);
    }
    Operation operation = begin(Operation.Kind.READ, region, offset, pointer, token);
    operation.following = true;
    operation.lead = lead;
    lead.follower = operation;
    go(operation, pointer);
    return true;
  }

  /** Begins an atomic; false when too much is under way. */
  boolean atomic(Operation.Kind kind, RemotePointer word, long argument, long value, long token) {
    if (isFull()) {
      return false;
    }
    Operation operation = begin(kind, word, token);
    operation.argument = argument;
    operation.value = value;
    if (word.length() < Long.BYTES) {
      fail(operation, OperationStatus.OUT_OF_BOUNDS);
    } else {
      go(operation, word);
    }
    return true;
  }

  /** Begins a flush; false when too much is under way. */
  boolean flush(long token) {
    if (isFull()) {
      return false;
    }
    Operation operation = list(take(Operation.Kind.FLUSH, token));
    startOrHold(operation);
    return true;
  }

  /** What follows is not placed before what came before. */
  void fence() {
    boolean nothingBefore = bulkUnderWay == 0 && smallDone == smallStarted && held.isEmpty();
    Operation last = held.peekLast();
    if (nothingBefore || (last != null && last.kind == Operation.Kind.FENCE)) {
      return;
    }
    held.add(take(Operation.Kind.FENCE, 0));
    settle();
  }

  private boolean isFull() {
    return underWay.size() >= Limits.OPERATIONS;
  }

  private Operation begin(
      Operation.Kind kind, TcpRegion region, long offset, RemotePointer pointer, long token) {
    Operation operation = begin(kind, pointer, token);
    operation.region = region;
    operation.regionOffset = offset;
    operation.length = pointer.length();
    return operation;
  }

  private Operation begin(Operation.Kind kind, RemotePointer pointer, long token) {
    Operation operation = list(take(kind, token));
    operation.targetRegion = pointer.region();
    operation.targetGeneration = pointer.generation();
    operation.targetOffset = pointer.offset();
    return operation;
  }

  private void go(Operation operation, RemotePointer pointer) {
    if (pointer.epoch() == peerEpoch) {
      startOrHold(operation);
    } else {
      fail(operation, OperationStatus.STALE_POINTER);
    }
  }

  private Operation take(Operation.Kind kind, long token) {
    Operation operation = spare.isEmpty() ? new Operation() : spare.pop();
    operation.kind = kind;
    operation.token = token;
    operation.serial = ++serials;
    operation.status = OperationStatus.DONE;
    operation.length = 0;
    operation.issued = 0;
    operation.argument = 0;
    operation.value = 0;
    operation.follower = null;
    operation.lead = null;
    operation.following = false;
    operation.started = false;
    return operation;
  }

  private Operation list(Operation operation) {
    operation.place = underWay.size();
    underWay.add(operation);
    return operation;
  }

  private void unlist(Operation operation) {
    Operation last = underWay.removeLast();
    if (last != operation) {
      underWay.set(operation.place, last);
      last.place = operation.place;
    }
  }

  private void startOrHold(Operation operation) {
    if (held.isEmpty()) {
      start(operation);
    } else {
      held.add(operation);
    }
  }

  /** Lets go of what is held as far as fences allow. */
  private void settle() {
    while (!held.isEmpty()) {
      if (held.getFirst().kind == Operation.Kind.FENCE) {
        if (bulkUnderWay > 0) {
          return;
        }
        smallBarrier = smallStarted;
        spare.push(held.removeFirst());
      } else {
        start(held.removeFirst());
      }
    }
  }

  private void start(Operation operation) {
    if (operation.kind == Operation.Kind.MESSAGE) {
      heldBytes -= FrameHeader.LENGTH + (long) operation.message.length;
      message(MemorySegment.ofArray(operation.message), MemorySegment.NULL);
      operation.message = new byte[0];
      spare.push(operation);
    } else if (operation.following) {
      bulkUnderWay++;
      operation.started = true;
      follow(operation);
    } else if (operation.isBulk()) {
      bulkUnderWay++;
      bulk.add(operation);
      pump();
    } else {
      startSmall(operation);
    }
  }

  /** Asks for it if its turn in a flow is known by now. */
  private void follow(Operation operation) {
    Operation lead = operation.lead;
    if (lead == null) {
      ask(operation, 0);
    } else if (lead.isIssuedWhole()) {
      lead.follower = null;
      ask(operation, lead.flow);
    }
  }

  private void ask(Operation operation, int flow) {
    operation.lead = null;
    int length = (int) operation.length;
    Piece<Operation> piece = begin(operation, 0, length);
    operation.issued = length;
    windowBytes += length;
    FrameHeader header = request(flows[0], FrameType.READ, piece, operation);
    header.argument = length;
    header.value = flow;
    flows[0].send(header);
  }

  private void startSmall(Operation operation) {
    smallStarted++;
    int length = (int) operation.length;
    Piece<Operation> piece = begin(operation, 0, length);
    operation.issued = length;
    FrameHeader header = request(flows[0], typeOf(operation.kind), piece, operation);
    header.argument = operation.kind == Operation.Kind.READ ? length : operation.argument;
    header.value = operation.value;
    TcpRegion region = operation.region;
    if (operation.kind == Operation.Kind.WRITE && region != null) {
      flows[0].outgoing().begin();
      flows[0].outgoing().copy(region.memory(), operation.regionOffset, length);
      flows[0].outgoing().end(header);
      flows[0].changed();
    } else {
      flows[0].send(header);
    }
    if (operation.kind == Operation.Kind.FLUSH) {
      operation.bulkAhead = bulkUnderWay;
      flushes.add(operation);
    }
  }

  private Piece<Operation> begin(Operation operation, long offset, int length) {
    operation.piecesUnderWay++;
    return pieces.begin(operation, offset, length);
  }

  private Piece<Operation> find(long id) {
    Piece<Operation> piece = pieces.find(id);
    if (piece == null) {
      throw new BadFrameException("an answer to nothing that was asked");
    }
    return piece;
  }

  private Operation end(Piece<Operation> piece) {
    Operation operation = pieces.end(piece);
    operation.piecesUnderWay--;
    return operation;
  }

  private static FrameType typeOf(Operation.Kind kind) {
    return switch (kind) {
      case READ -> FrameType.READ;
      case WRITE -> FrameType.WRITE;
      case COMPARE_AND_SWAP -> FrameType.COMPARE_AND_SWAP;
      case FETCH_ADD -> FrameType.FETCH_ADD;
      case FLUSH -> FrameType.FLUSH;
      case FENCE, MESSAGE -> throw new IllegalStateException(kind + " is no request");
    };
  }

  private static FrameHeader request(
      Flow flow, FrameType type, Piece<Operation> piece, Operation operation) {
    FrameHeader header = flow.start(type);
    header.operation = piece.id();
    header.region = operation.targetRegion;
    header.generation = operation.targetGeneration;
    header.offset = operation.targetOffset + piece.offset();
    return header;
  }

  /** Asks for pieces of the first long operations while the window has room. */
  private void pump() {
    while (!bulk.isEmpty()) {
      Operation operation = bulk.getFirst();
      if (operation.status == OperationStatus.DONE && operation.issued < operation.length) {
        int length = (int) Math.min(Limits.PIECE_BYTES, operation.length - operation.issued);
        boolean closed = windowBytes > 0 && windowBytes + length > Limits.WINDOW_BYTES;
        boolean early = operation.kind == Operation.Kind.WRITE && smallDone < smallBarrier;
        if (closed || early || pieces.isFull()) {
          return;
        }
        issue(operation, length);
      } else {
        bulk.removeFirst();
      }
    }
  }

  private void issue(Operation operation, int length) {
    Piece<Operation> piece = begin(operation, operation.issued, length);
    operation.issued += length;
    windowBytes += length;
    nextFlow = nextFlow % (flows.length - 1) + 1;
    TcpRegion region = operation.region;
    if (operation.kind == Operation.Kind.READ) {
      FrameHeader header = request(flows[0], FrameType.READ, piece, operation);
      header.argument = length;
      header.value = nextFlow;
      operation.flow = nextFlow;
      flows[0].send(header);
      Operation follower = operation.follower;
      if (follower != null && follower.started) {
        follow(follower);
      }
    } else if (region != null) {
      flows[nextFlow]
          .outgoing()
          .write(
              piece.id(),
              region,
              operation.regionOffset + piece.offset(),
              length,
              operation.targetRegion,
              operation.targetGeneration,
              operation.targetOffset + piece.offset());
      flows[nextFlow].changed();
    }
  }

  /** Where the payload of this DATA goes. */
  void place(FrameHeader header, Incoming.Placement placement) {
    Piece<Operation> piece = find(header.operation);
    Operation operation = piece.operation();
    int expected = header.outcome() == OperationStatus.DONE ? piece.length() : 0;
    if (operation.kind != Operation.Kind.READ || header.length != expected) {
      throw new BadFrameException("DATA that does not fit to what was asked");
    }
    TcpRegion region = operation.region;
    if (region != null) {
      placement.at(region, operation.regionOffset + piece.offset());
    }
  }

  /** The payload of this DATA is there. */
  void placed(FrameHeader header, boolean intact) {
    answered(header, intact ? header.outcome() : OperationStatus.CORRUPT);
  }

  /** WRITTEN, FOUND or FLUSHED came. */
  void answered(FrameHeader header) {
    Operation operation = find(header.operation).operation();
    FrameType expected =
        switch (operation.kind) {
          case WRITE -> FrameType.WRITTEN;
          case COMPARE_AND_SWAP, FETCH_ADD -> FrameType.FOUND;
          case FLUSH -> FrameType.FLUSHED;
          case READ, FENCE, MESSAGE -> FrameType.PING;
        };
    if (header.type != expected) {
      throw new BadFrameException(header.type + " that does not fit to what was asked");
    }
    answered(header, header.outcome());
  }

  private void answered(FrameHeader header, OperationStatus status) {
    Piece<Operation> piece = find(header.operation);
    Operation operation = end(piece);
    if (operation.status == OperationStatus.DONE) {
      operation.status = status;
    }
    operation.value = header.value;
    if (operation.isBulk()) {
      windowBytes -= piece.length();
      if (operation.isOver()) {
        overBulk(operation);
      }
      settle();
    } else {
      smallDone++;
      if (operation.kind != Operation.Kind.FLUSH || operation.bulkAhead == 0) {
        over(operation);
      }
    }
    pump();
  }

  private void overBulk(Operation operation) {
    bulkUnderWay--;
    if (operation.issued < operation.length) {
      bulk.remove(operation);
    }
    letFollow(operation);
    over(operation);
    for (int i = flushes.size() - 1; i >= 0; i--) {
      Operation flush = flushes.get(i);
      if (operation.serial < flush.serial && --flush.bulkAhead == 0 && flush.piecesUnderWay == 0) {
        over(flush);
      }
    }
  }

  /** Who waits for all of it has its turn. */
  private void letFollow(Operation lead) {
    Operation follower = lead.follower;
    if (follower != null) {
      follower.lead = null;
      lead.follower = null;
      if (follower.started) {
        ask(follower, 0);
      }
    }
  }

  private void over(Operation operation) {
    if (operation == lastRead) {
      lastRead = null;
    }
    Operation lead = operation.lead;
    if (lead != null) {
      lead.follower = null;
      operation.lead = null;
    }
    if (operation.kind == Operation.Kind.FLUSH) {
      flushes.remove(operation);
    }
    unlist(operation);
    operation.region = null;
    ended.add(operation);
  }

  private void fail(Operation operation, OperationStatus status) {
    operation.status = status;
    operation.value = 0;
    over(operation);
  }

  /** How many ended and nobody has been told. */
  int endedCount() {
    return ended.size();
  }

  /** The next that ended; to be given back by {@link #told}. */
  @Nullable Operation nextEnded() {
    return ended.poll();
  }

  void told(Operation operation) {
    spare.push(operation);
  }

  /** The connection is gone: all that is under way ends so, in the order it was begun. */
  void disconnect() {
    underWay.sort(Comparator.comparingLong(operation -> operation.serial));
    for (Operation operation : underWay) {
      operation.status = OperationStatus.DISCONNECTED;
      operation.value = 0;
      operation.region = null;
      ended.add(operation);
    }
    underWay.clear();
    held.clear();
    bulk.clear();
    flushes.clear();
    lastRead = null;
  }
}
