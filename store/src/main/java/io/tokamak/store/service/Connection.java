// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.os.PeerCredentials;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.store.Session;
import io.tokamak.store.Subscription;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.MessageLimits;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: frames come in, replies and events go out. An idle one holds a
 * descriptor and a few small objects, no buffers.
 *
 * <p>What goes out is bounded twice. Above {@link #COMFORTABLE_LENGTH} unsent bytes, no further
 * request of it is taken and events stay in the subscription, which is bounded itself. Answers to
 * requests that waited come on top; a client that lets those grow beyond {@link
 * #MOST_PENDING_LENGTH} is dropped.
 *
 * <p>For the store thread alone.
 */
final class Connection {
  /** Where a connection stands. Only ever moves down this list. */
  enum State {
    /** Nobody has said who it is. */
    GREETING,
    /** Belongs to a session. */
    SERVING,
    /** To be closed as soon as what waits has been offered to the socket. */
    ENDING,
    /** Nothing is said any more; kept until the client lets go of it. */
    EXPELLED,
    /** Gone. */
    CLOSED
  }

  static final long COMFORTABLE_LENGTH = 256 << 10;
  static final long MOST_PENDING_LENGTH = 8 << 20;

  /** Bytes of requests that wait for memory, beyond which no further request is taken. */
  private static final long MOST_WAITING_LENGTH = 4 << 20;

  private static final int EVENTS_PER_FRAME = Math.min(1000, MessageLimits.MAX_EVENTS);

  private final long token;
  private final UnixSocket socket;
  private final PeerCredentials peer;
  private final long acceptedAtNs;
  private final Outgoing outgoing;
  private FrameAssembler input = new FrameAssembler();
  private final SendQueue output;
  private State state = State.GREETING;
  private @Nullable Session session;
  private @Nullable Subscription subscription;
  private boolean touched;
  private boolean backlogged;
  private boolean queued;
  private boolean overflowed;
  private int interest;
  private long heldLength;
  private long heldSinceTurn;
  private long waitingLength;

  Connection(long token, UnixSocket socket, long acceptedAtNs, Outgoing outgoing) {
    this.token = token;
    this.socket = socket;
    this.peer = socket.peerCredentials();
    this.acceptedAtNs = acceptedAtNs;
    this.outgoing = outgoing;
    this.output = new SendQueue(outgoing.buffers());
  }

  long token() {
    return token;
  }

  UnixSocket socket() {
    return socket;
  }

  /** Who connected, as the kernel says. */
  PeerCredentials peer() {
    return peer;
  }

  long acceptedAtNs() {
    return acceptedAtNs;
  }

  FrameAssembler input() {
    return input;
  }

  State state() {
    return state;
  }

  /** Moves on; never back. */
  void state(State next) {
    if (next.compareTo(state) > 0) {
      state = next;
    }
  }

  /** Says whose connection it is. */
  void join(Session newSession) {
    session = newSession;
    state(State.SERVING);
  }

  /** The session it belongs to, once somebody has said so. */
  Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /** Turns it into a stream of events. */
  void subscribe(Subscription newSubscription) {
    subscription = newSubscription;
    outgoing.touch(this);
  }

  /** Has it looked after before the thread sleeps. */
  void wake() {
    outgoing.touch(this);
  }

  Optional<Subscription> subscription() {
    return Optional.ofNullable(subscription);
  }

  /** Whether another request of it may be handled now. */
  boolean takesRequests() {
    return state.compareTo(State.ENDING) < 0
        && output.pendingLength() < COMFORTABLE_LENGTH
        && waitingLength < MOST_WAITING_LENGTH;
  }

  /** Counts bytes of requests that wait for memory in or, negative, out. */
  void waiting(long lengthBytes) {
    waitingLength += lengthBytes;
    outgoing.touch(this);
  }

  /** Appends a reply; it leaves with everything else of this turn. */
  void reply(MessageType type, long correlation, Reply reply) {
    if (state.compareTo(State.EXPELLED) >= 0) {
      return;
    }
    int length = write(type, correlation, reply);
    output.append(outgoing.writer().segment(), length);
    outgoing.touch(this);
    overflowed |= output.pendingLength() > MOST_PENDING_LENGTH;
  }

  /** Appends a reply with a descriptor; the first thing that is ever sent. */
  void reply(MessageType type, long correlation, Reply reply, int passedDescriptor) {
    int length = write(type, correlation, reply);
    output.append(outgoing.writer().segment(), length, passedDescriptor);
    outgoing.touch(this);
  }

  /** Appends an error. */
  void fail(MessageType type, long correlation, TokamakException error) {
    reply(type, correlation, ErrorReply.of(error));
  }

  private int write(MessageType type, long correlation, Reply reply) {
    outgoing.countFrame();
    try {
      return reply.write(outgoing.writer(), type, correlation);
    } catch (InvalidRequestException tooLong) {
      return ErrorReply.of(tooLong).write(outgoing.writer(), type, correlation);
    }
  }

  /** Sends what it can: what waits, then events as far as they are read. */
  SendQueue.Outcome flush() {
    SendQueue.Outcome outcome = output.sendTo(socket);
    if (outcome == SendQueue.Outcome.EMPTY && appendEvents()) {
      outcome = output.sendTo(socket);
      outgoing.touch(this);
    }
    return outcome;
  }

  private boolean appendEvents() {
    if (subscription == null || state != State.SERVING) {
      return false;
    }
    List<ObjectEvent> events = new ArrayList<>();
    ObjectEvent event = subscription.poll();
    while (event != null) {
      events.add(event);
      event = events.size() < EVENTS_PER_FRAME ? subscription.poll() : null;
    }
    if (!events.isEmpty()) {
      reply(MessageType.EVENTS, 0, new EventsPush(events));
    }
    return !events.isEmpty();
  }

  /** Whether bytes wait for room in the socket. */
  boolean hasUnsent() {
    return output.pendingLength() > 0;
  }

  /** Whether more waits than a client may let wait. */
  boolean hasOverflowed() {
    return overflowed;
  }

  /** Whether whole frames may wait in {@link #input}, to be handled in a later turn. */
  boolean isBacklogged() {
    return backlogged;
  }

  void backlogged(boolean now) {
    backlogged = now;
  }

  /** Notes that it stands in the queue of the backlogged; false when it did already. */
  boolean markQueued() {
    boolean first = !queued;
    queued = true;
    return first;
  }

  void clearQueued() {
    queued = false;
  }

  /** What the poller watches it for. */
  int interest() {
    return interest;
  }

  void interest(int newInterest) {
    interest = newInterest;
  }

  /**
   * By how much the memory for half-received frames has grown since this was last asked.
   *
   * @param turn number of the turn it is asked in
   */
  long heldGrowth(long turn) {
    long before = heldLength;
    heldSinceTurn = before == 0 ? turn : heldSinceTurn;
    heldLength = state.compareTo(State.EXPELLED) >= 0 ? 0 : input.heldLength();
    return heldLength - before;
  }

  /** Whether it keeps a half-received frame. */
  boolean holds() {
    return heldLength > 0;
  }

  /** Since which turn it does so. */
  long heldSinceTurn() {
    return heldSinceTurn;
  }

  boolean markTouched() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  void clearTouched() {
    touched = false;
  }

  /** Says no more to the client, which sees the end of the connection. */
  void expel() {
    state(State.EXPELLED);
    output.release();
    input = new FrameAssembler();
    socket.shutdownOutput();
  }

  /** Closes the socket and frees what it holds. */
  void close() {
    state(State.CLOSED);
    output.release();
    socket.close();
  }

  @Override
  public String toString() {
    String who = session == null ? "" : " \"" + session.identity().name() + "\"";
    return "client"
        + who
        + " of process "
        + peer.pid()
        + ", user "
        + Integer.toUnsignedString(peer.uid());
  }
}
