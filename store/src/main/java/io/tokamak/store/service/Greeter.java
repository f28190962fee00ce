// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.SegmentHeader;
import io.tokamak.memory.os.PeerCredentials;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.store.ClientIdentity;
import io.tokamak.store.ObjectStore;
import io.tokamak.store.Session;
import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.AttachRequest;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.WelcomeReply;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens and ends sessions, and knows which connections belong to them. A session lives as long as
 * the connection that said HELLO: the kernel closes that one however the client dies. The others
 * are closed with it.
 *
 * <p>A client that is sent away may be writing into its slot and its unsealed objects at that
 * moment. So its session is served no more, but stays until the client closes the connection
 * itself: a well-behaved one does that once it has unmapped the segment, any other one when it
 * dies.
 *
 * <p>For the store thread alone.
 */
final class Greeter {
  private final ObjectStore store;
  private final SegmentFile segmentFile;
  private final SegmentHeader header;
  private final Access access;
  private final StoreCounters counters;
  private final Map<Long, Members> membersBySession = new HashMap<>();

  /** The connections of a session. */
  private record Members(Session session, Connection first, Set<Connection> others) {}

  Greeter(
      ObjectStore store,
      SegmentFile segmentFile,
      SegmentHeader header,
      Access access,
      StoreCounters counters) {
    this.store = store;
    this.segmentFile = segmentFile;
    this.header = header;
    this.access = access;
    this.counters = counters;
  }

  /** Opens a session and hands out the segment. */
  void hello(Connection connection, HelloRequest hello, long correlation) {
    requireNew(connection, "HELLO");
    if (!access.admits(connection.peer())) {
      refuse(connection, correlation);
      return;
    }
    Session session = store.openSession(identify(connection.peer(), hello));
    connection.join(session);
    membersBySession.put(session.id(), new Members(session, connection, new LinkedHashSet<>()));
    boolean writable = !session.identity().readOnly();
    connection.reply(
        MessageType.HELLO,
        correlation,
        welcome(session, writable),
        segmentFile.descriptorFor(writable));
  }

  private void refuse(Connection connection, long correlation) {
    counters.increment(StoreCounter.USERS_REFUSED);
    connection.fail(MessageType.HELLO, correlation, access.refusal(connection.peer()));
    connection.state(Connection.State.ENDING);
  }

  /**
   * The kernel's word for process and user, not the client's, whose process numbers may mean
   * something else here.
   */
  private ClientIdentity identify(PeerCredentials peer, HelloRequest hello) {
    long startTime = ProcessIdentity.of(peer.pid()).map(ProcessIdentity::startTime).orElse(0L);
    boolean readOnly = hello.readOnly() || access.onlyReads(peer);
    return new ClientIdentity(peer.pid(), peer.uid(), startTime, hello.name(), readOnly);
  }

  private WelcomeReply welcome(Session session, boolean writable) {
    return new WelcomeReply(
        session.id(),
        header.storeEpoch(),
        session.slotIndex() < 0 ? WelcomeReply.NO_SLOT : session.slotIndex(),
        header.geometry().segmentLength(),
        header.geometry().capacityBytes(),
        writable);
  }

  /** Adds a connection to a session of the same process. */
  void attach(Connection connection, AttachRequest attach, long correlation) {
    requireNew(connection, "ATTACH");
    Members members = membersBySession.get(attach.sessionId());
    if (members == null
        || !samePeer(connection.peer(), members.first().peer())
        || members.first().state() != Connection.State.SERVING) {
      counters.increment(StoreCounter.REQUESTS_FAILED);
      connection.fail(MessageType.ATTACH, correlation, unknownSession());
      connection.state(Connection.State.ENDING);
      return;
    }
    members.others().add(connection);
    connection.join(members.session());
    connection.reply(MessageType.ATTACH, correlation, EmptyReply.DONE);
  }

  private static boolean samePeer(PeerCredentials one, PeerCredentials other) {
    return one.uid() == other.uid() && one.pid() == other.pid();
  }

  private static InvalidRequestException unknownSession() {
    return new InvalidRequestException(
        "attach: this process has no such session; open one with HELLO");
  }

  private static void requireNew(Connection connection, String request) {
    if (connection.session().isPresent()) {
      throw new ProtocolMismatchException(
          request
              + ": found it on a connection that belongs to a session already, expected it first"
              + " and once");
    }
  }

  /** Makes the connection a stream of events. */
  void subscribe(Connection connection) {
    if (connection.subscription().isPresent()) {
      throw new InvalidRequestException("subscribe: this connection is subscribed already");
    }
    connection.subscribe(store.subscribe(connection::wake));
  }

  /** Ends the session in order. */
  void goodbye(Connection connection, long correlation) {
    connection.reply(MessageType.GOODBYE, correlation, EmptyReply.DONE);
    connection.session().map(session -> membersBySession.get(session.id())).ifPresent(this::end);
  }

  private void end(@Nullable Members members) {
    if (members != null) {
      members.first().state(Connection.State.ENDING);
      members.first().wake();
      leaveFirst(members);
    }
  }

  /**
   * Sends a client away whose session cannot go yet: what it waits for goes, what it has in shared
   * memory stays until {@link #left}. False when there is no such session.
   */
  boolean expel(Connection connection) {
    Members members =
        connection.session().map(session -> membersBySession.get(session.id())).orElse(null);
    if (members == null || members.first() != connection) {
      return false;
    }
    connection.subscription().ifPresent(store::unsubscribe);
    store.cancel(connection);
    store.cancel(members.session());
    endOthers(members);
    return true;
  }

  /**
   * A connection is gone: its waits and its subscription go, and the session if it was the first
   * one.
   */
  void left(Connection connection) {
    connection.subscription().ifPresent(store::unsubscribe);
    store.cancel(connection);
    connection.session().ifPresent(session -> left(connection, membersBySession.get(session.id())));
  }

  private void left(Connection connection, @Nullable Members members) {
    if (members == null) {
      return;
    }
    if (members.first() == connection) {
      counters.increment(StoreCounter.SESSIONS_DIED);
      leaveFirst(members);
    } else {
      members.others().remove(connection);
    }
  }

  private void leaveFirst(Members members) {
    membersBySession.remove(members.session().id());
    endOthers(members);
    store.closeSession(members.session());
  }

  private static void endOthers(Members members) {
    for (Connection other : List.copyOf(members.others())) {
      other.state(Connection.State.ENDING);
      other.wake();
    }
  }
}
