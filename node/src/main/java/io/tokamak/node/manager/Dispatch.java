// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.transfer.ManagerCalls;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.CostsRequest;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.FollowRequest;
import io.tokamak.wire.message.GreetReply;
import io.tokamak.wire.message.GreetRequest;
import io.tokamak.wire.message.ManagerCall;
import io.tokamak.wire.message.ManagerStatusRequest;
import io.tokamak.wire.message.NodesRequest;
import io.tokamak.wire.message.PrefetchRequest;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.TransfersRequest;

/**
 * Turns frames into calls of the manager. Errors of the family {@link TokamakException} become
 * error replies; what is no request, or comes at the wrong moment, costs its sender the connection.
 * For the manager's thread.
 */
final class Dispatch {
  private final ClientService service;
  private final ManagerCalls calls;
  private final LateCalls late;
  private final Prefetches prefetches;

  Dispatch(ClientService service, ManagerCalls calls) {
    this.service = service;
    this.calls = calls;
    this.late = new LateCalls(calls);
    this.prefetches = new Prefetches(calls);
  }

  /** How many objects are being brought for nobody in particular. */
  long prefetching() {
    return prefetches.ids();
  }

  /** Gives up what goes on without a client. */
  void close() {
    prefetches.cancelAll();
  }

  /** Handles one frame. */
  void handle(ClientConnection client, FrameReader frame, long nowNs) {
    MessageType type = frame.type();
    long correlation = frame.correlation();
    try {
      serve(client, managerCall(Request.read(frame)), correlation, nowNs);
    } catch (ProtocolMismatchException bad) {
      service.reject(client, type, correlation, bad);
    } catch (TokamakException failure) {
      client.send(type, correlation, ErrorReply.of(failure));
    }
  }

  private static ManagerCall<?> managerCall(Request request) {
    if (request instanceof ManagerCall<?> call) {
      return call;
    }
    throw new ProtocolMismatchException(
        "request to a manager: found " + request.type() + ", expected GREET or a later one");
  }

  private void serve(
      ClientConnection client, ManagerCall<?> request, long correlation, long nowNs) {
    if (request instanceof GreetRequest greeting) {
      greet(client, greeting, correlation);
      return;
    }
    if (client.state() != ClientConnection.State.SERVING) {
      throw new ProtocolMismatchException(
          client.state() == ClientConnection.State.GREETING
              ? "first frame: found " + request.type() + ", expected GREET"
              : "frame behind FOLLOW: found " + request.type() + ", expected none");
    }
    if (request instanceof FollowRequest follow) {
      follow(client, follow, correlation);
    } else if (!late.start(client, request, correlation, nowNs)) {
      client.send(request.type(), correlation, answer(request, nowNs));
    }
  }

  private void greet(ClientConnection client, GreetRequest greeting, long correlation) {
    if (client.state() != ClientConnection.State.GREETING) {
      throw new ProtocolMismatchException(
          "GREET: found it on a connection that was greeted, expected it first and once");
    }
    client.greeted(greeting);
    if (client.isOwn()) {
      client.send(greeting.type(), correlation, new GreetReply(Answers.key(calls.self().ref())));
    } else {
      client.end(greeting.type(), correlation, refusal());
    }
  }

  private static ErrorReply refusal() {
    return new ErrorReply(
        ErrorCode.INVALID_REQUEST,
        "only the user of a node may use its manager: connect as that user");
  }

  /** Replies before events, which may come at once. */
  private void follow(ClientConnection client, FollowRequest follow, long correlation) {
    FollowedNode node = new FollowedNode(client, service);
    client.follow(node);
    client.send(follow.type(), correlation, EmptyReply.DONE);
    node.started(calls.subscribe(Answers.ref(follow.node()), node));
  }

  private Reply answer(ManagerCall<?> request, long nowNs) {
    return switch (request) {
      case PrefetchRequest prefetch -> {
        prefetches.start(prefetch.ids(), LateCalls.deadlineNs(nowNs, prefetch.deadlineMs()));
        yield EmptyReply.DONE;
      }
      case NodesRequest nodes -> Answers.nodes(calls, service.ways(), nodes.cursor());
      case TransfersRequest transfers -> Answers.transfers(calls.transfers(), transfers.limit());
      case CostsRequest _ -> Answers.costs(calls.costs());
      case ManagerStatusRequest _ -> Answers.status(calls, service.counters());
      default -> throw new IllegalStateException("no answer to " + request.type());
    };
  }
}
