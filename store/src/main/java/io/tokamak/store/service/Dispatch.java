// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.store.ObjectStore;
import io.tokamak.store.Session;
import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.SocketPaths;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.AttachRequest;
import io.tokamak.wire.message.ContainsReply;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteReply;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.DoorbellNotice;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.GoodbyeRequest;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.HoldersReply;
import io.tokamak.wire.message.HoldersRequest;
import io.tokamak.wire.message.InfoReply;
import io.tokamak.wire.message.InfoRequest;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.ManagerCall;
import io.tokamak.wire.message.Notice;
import io.tokamak.wire.message.PinRequest;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.QuotaRequest;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.ReleasedNotice;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SealRequest;
import io.tokamak.wire.message.StatsReply;
import io.tokamak.wire.message.StatsRequest;
import io.tokamak.wire.message.SubscribeRequest;
import io.tokamak.wire.message.TouchReply;
import io.tokamak.wire.message.TouchRequest;
import io.tokamak.wire.message.UnpinRequest;
import java.util.List;

/**
 * Turns frames into calls of the store and results into replies.
 *
 * <p>Errors of the family {@link TokamakException} become error replies. Bytes that are no request,
 * and requests at the wrong moment, cost their sender the connection, after a reply that says why.
 * Anything else that is thrown goes up to the service, which drops the connection.
 */
final class Dispatch {
  private final ObjectStore store;
  private final Greeter greeter;
  private final StoreCounters counters;
  private final LimitedLog log;

  Dispatch(ObjectStore store, Greeter greeter, StoreCounters counters, LimitedLog log) {
    this.store = store;
    this.greeter = greeter;
    this.counters = counters;
    this.log = log;
  }

  /** Handles one frame. Returns whether somebody waits for an answer to it. */
  boolean handle(Connection connection, FrameReader frame) {
    MessageType type = frame.type();
    long correlation = frame.correlation();
    int length = frame.length();
    counters.increment(StoreCounter.FRAMES_IN);
    try {
      answer(connection, Request.read(frame), correlation, length);
    } catch (ProtocolMismatchException bad) {
      reject(connection, type, correlation, bad);
    } catch (TokamakException failure) {
      counters.increment(StoreCounter.REQUESTS_FAILED);
      answerFailure(connection, type, correlation, failure);
    }
    return type.direction() == MessageType.Direction.CALL;
  }

  private void answerFailure(
      Connection connection, MessageType type, long correlation, TokamakException failure) {
    if (type.direction() == MessageType.Direction.CALL) {
      connection.fail(type, correlation, failure);
    } else {
      reject(connection, type, correlation, failure);
    }
  }

  /** Tells the client what was wrong with its bytes, and ends the connection. */
  void reject(Connection connection, MessageType type, long correlation, TokamakException bad) {
    counters.increment(StoreCounter.BAD_FRAMES);
    log.warn(() -> "dropped " + connection + ": " + bad.getMessage(), null);
    connection.fail(type, correlation, bad);
    connection.state(Connection.State.ENDING);
  }

  private void answer(Connection connection, Request request, long correlation, int length) {
    switch (request) {
      case HelloRequest hello -> greeter.hello(connection, hello, correlation);
      case AttachRequest attach -> greeter.attach(connection, attach, correlation);
      default -> {
        Session session = sessionOf(connection, request);
        Access.check(session, request);
        serve(connection, session, request, correlation, length);
      }
    }
  }

  private static Session sessionOf(Connection connection, Request request) {
    return connection
        .session()
        .orElseThrow(() ->
            new ProtocolMismatchException(
                "first frame: found " + request.type() + ", expected HELLO or ATTACH"));
  }

  private void serve(
      Connection connection, Session session, Request request, long correlation, int length) {
    switch (request) {
      case CreateRequest create ->
          store.create(session, connection, create, waiting(connection, request, correlation, 0));
      case GetRequest get ->
          store.get(session, connection, get, waiting(connection, request, correlation, 0));
      case PutRequest put ->
          store.put(
              session,
              connection,
              put.objects(),
              waiting(connection, request, correlation, length));
      case Notice notice -> take(notice);
      case GoodbyeRequest _ -> greeter.goodbye(connection, correlation);
      case ManagerCall<?> _ -> throw notHere(request);
      default ->
          connection.reply(request.type(), correlation, answerNow(connection, session, request));
    }
  }

  private static InvalidRequestException notHere(Request request) {
    return new InvalidRequestException(
        request.type()
            + " asked of a store: its manager answers that, on the socket of the store's path and "
            + SocketPaths.MANAGER_SUFFIX);
  }

  private <T extends Reply> Waiting<T> waiting(
      Connection connection, Request request, long correlation, long lengthBytes) {
    return new Waiting<>(connection, counters, request.type(), correlation, lengthBytes);
  }

  private void take(Notice notice) {
    switch (notice) {
      case DoorbellNotice _ -> store.doorbell();
      case ReleasedNotice _ -> store.released();
    }
  }

  private Reply answerNow(Connection connection, Session session, Request request) {
    return switch (request) {
      case LeaseRequest lease -> store.lease(session, lease);
      case SealRequest seal -> done(() -> store.seal(session, seal.id()));
      case AbortRequest abort -> done(() -> store.abort(session, abort.id()));
      case ReleaseRequest release -> done(() -> store.release(session, release.entries()));
      case ContainsRequest contains -> new ContainsReply(contains(contains.ids()));
      case ListRequest list -> store.list(list.cursor(), list.limit());
      case DeleteRequest delete -> new DeleteReply(store.delete(delete.ids()));
      case EvictRequest evict -> store.evict(session, evict.wantBytes());
      case TouchRequest touch -> new TouchReply(store.touch(touch.ids()));
      case PinRequest pin -> done(() -> store.pin(pin.ids()));
      case UnpinRequest unpin -> done(() -> store.unpin(unpin.ids()));
      case SubscribeRequest _ -> done(() -> greeter.subscribe(connection));
      case StatsRequest _ -> new StatsReply(store.stats());
      case QuotaRequest quota -> done(() -> store.quota(session, quota.bytes()));
      case InfoRequest info -> new InfoReply(store.infos(info.ids()));
      case HoldersRequest holders -> new HoldersReply(store.holders(holders.id()));
      default -> throw new IllegalStateException("no answer to " + request.type());
    };
  }

  private static Reply done(Runnable action) {
    action.run();
    return EmptyReply.DONE;
  }

  private List<Boolean> contains(List<ObjectId> ids) {
    return ids.stream().map(store::contains).toList();
  }
}
