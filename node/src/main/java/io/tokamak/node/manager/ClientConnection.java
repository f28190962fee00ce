// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.GreetRequest;
import io.tokamak.wire.message.Reply;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One client of the manager: requests come in, replies and events go out.
 *
 * <p>Bounded both ways. While more than {@link #COMFORTABLE_LENGTH} bytes wait to be sent, no
 * further request is read; a client that lets more than {@link #MOST_PENDING_LENGTH} wait is
 * dropped. More than {@link #MOST_CALLS} requests, or requests about more than {@link #MOST_IDS}
 * objects, are not under way at once.
 *
 * <p>For the manager's thread.
 */
final class ClientConnection {
  /** Where a connection stands. Only ever moves down this list. */
  enum State {
    /** Nobody has said who it is. */
    GREETING,
    /** Requests are served. */
    SERVING,
    /** Only events go out. */
    FOLLOWING,
    /** To be closed when what waits has been sent. */
    ENDING,
    /** Gone. */
    CLOSED
  }

  static final long COMFORTABLE_LENGTH = 256 << 10;
  static final long MOST_PENDING_LENGTH = 8 << 20;
  static final int MOST_CALLS = 1024;
  static final int MOST_IDS = 200_000;

  private final SocketChannel channel;
  private final boolean own;
  private final ClientService service;
  private final FrameAssembler input = new FrameAssembler();
  private final Outbox output;
  private final Set<Asked> asked = new LinkedHashSet<>();
  private @Nullable SelectionKey key;
  private @Nullable FollowedNode followed;
  private State state = State.GREETING;
  private String name = "";
  private long ids;
  private boolean queued;

  /**
   * A client that has connected.
   *
   * @param own whether it is of the user of this process
   */
  ClientConnection(SocketChannel channel, boolean own, ClientService service) {
    this.channel = channel;
    this.own = own;
    this.service = service;
    this.output = new Outbox(channel);
  }

  SocketChannel channel() {
    return channel;
  }

  boolean isOwn() {
    return own;
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

  void watched(SelectionKey newKey) {
    key = newKey;
  }

  /** Says whose connection it is. */
  void greeted(GreetRequest greeting) {
    name = "\"" + greeting.name() + "\" of process " + greeting.pid();
    state(State.SERVING);
  }

  /** Notes that it stands in the queue of those to be looked after; false when it did already. */
  boolean markQueued() {
    boolean first = !queued;
    queued = true;
    return first;
  }

  void clearQueued() {
    queued = false;
  }

  /** Whether another request of it may be read now. */
  boolean takesRequests() {
    return state.compareTo(State.ENDING) < 0 && output.pendingLength() < COMFORTABLE_LENGTH;
  }

  /** Whether more may be sent to it without waiting. */
  boolean isComfortable() {
    return output.pendingLength() < COMFORTABLE_LENGTH;
  }

  /**
   * Notes a request that is to be answered.
   *
   * @throws StoreFullException when too many are under way
   */
  Asked ask(MessageType type, long correlation, int idCount) {
    if (asked.size() >= MOST_CALLS || ids + idCount > MOST_IDS) {
      throw new StoreFullException(
          "%s of %d objects: %d calls about %d objects are under way on this connection, at most %d about %d may be; wait for some of them"
              .formatted(type, idCount, asked.size(), ids, MOST_CALLS, MOST_IDS));
    }
    Asked request = new Asked(this, type, correlation, idCount);
    asked.add(request);
    ids += idCount;
    return request;
  }

  void ended(Asked request) {
    if (asked.remove(request)) {
      ids -= request.ids();
    }
  }

  /** Turns it into a stream of events. */
  void follow(FollowedNode node) {
    followed = node;
    state(State.FOLLOWING);
  }

  /** Sends a frame in this step, or as much of it as there is room for. */
  void send(MessageType type, long correlation, Reply reply) {
    if (state == State.CLOSED) {
      return;
    }
    try {
      output.send(service.frame(type, correlation, reply));
      lookAtOutput();
    } catch (IOException broken) {
      service.lost(this);
    }
  }

  /** Sends what waits, and ends when it is all sent and nothing else is wanted. */
  void flush() {
    try {
      output.flush();
      lookAtOutput();
    } catch (IOException broken) {
      service.lost(this);
    }
    if (state == State.ENDING && output.pendingLength() == 0) {
      service.close(this);
    }
    if (followed != null && isComfortable()) {
      service.hasNews(followed);
    }
  }

  private void lookAtOutput() {
    if (output.pendingLength() > MOST_PENDING_LENGTH) {
      service.drop(
          this,
          "it does not read what it is sent: %d bytes wait".formatted(output.pendingLength()));
      return;
    }
    if (key != null && key.isValid()) {
      int reading = takesRequests() ? SelectionKey.OP_READ : 0;
      int writing = output.pendingLength() > 0 ? SelectionKey.OP_WRITE : 0;
      key.interestOps(reading | writing);
    }
  }

  /** Says why, and ends as soon as that is sent. */
  void end(MessageType type, long correlation, ErrorReply why) {
    send(type, correlation, why);
    state(State.ENDING);
    flush();
  }

  /** Gives up what it asked, and closes. */
  void close() {
    state(State.CLOSED);
    List.copyOf(asked).forEach(Asked::cancel);
    asked.clear();
    if (followed != null) {
      followed.cancel();
      followed = null;
    }
    try {
      channel.close();
    } catch (IOException gone) {
      // It is of no more use either way.
    }
  }

  @Override
  public String toString() {
    return "client " + (name.isEmpty() ? "that did not say who it is" : name);
  }
}
