// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.transfer.Priority;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.BroadcastRequest;
import io.tokamak.wire.message.CalibrateRequest;
import io.tokamak.wire.message.DeleteEverywhereReply;
import io.tokamak.wire.message.DeleteEverywhereRequest;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.FetchRequest;
import io.tokamak.wire.message.LocateRequest;
import io.tokamak.wire.message.ManagerCall;
import io.tokamak.wire.message.MessageLimits;
import io.tokamak.wire.message.PublishedRequest;
import io.tokamak.wire.message.PushRequest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts what the manager answers later. For the manager's thread. */
final class LateCalls {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long LONGEST_MS = Long.MAX_VALUE / 4 / NANOS_PER_MS;

  private final ManagerCalls calls;

  LateCalls(ManagerCalls calls) {
    this.calls = calls;
  }

  /** That long from now, by the manager's clock. */
  static long deadlineNs(long nowNs, long deadlineMs) {
    return nowNs + Math.min(LONGEST_MS, deadlineMs) * NANOS_PER_MS;
  }

  /** Starts what a client asked; false when it is nothing that takes time. */
  boolean start(ClientConnection client, ManagerCall<?> request, long correlation, long nowNs) {
    int ids = idCount(request);
    if (ids < 0) {
      return false;
    }
    Asked asked = client.ask(request.type(), correlation, ids);
    try {
      Call call = start(asked, request, nowNs);
      if (call != null) {
        asked.started(call);
      }
    } catch (TokamakException refused) {
      asked.fail(refused);
    }
    return true;
  }

  private static int idCount(ManagerCall<?> request) {
    return switch (request) {
      case FetchRequest fetch -> fetch.ids().size();
      case PushRequest push -> push.ids().size();
      case BroadcastRequest broadcast -> broadcast.to().size();
      case LocateRequest locate -> locate.ids().size();
      case DeleteEverywhereRequest delete -> delete.ids().size();
      case PublishedRequest _, CalibrateRequest _ -> 0;
      default -> -1;
    };
  }

  private @Nullable Call start(Asked asked, ManagerCall<?> request, long nowNs) {
    return switch (request) {
      case FetchRequest fetch -> fetch(asked, fetch, nowNs);
      case PushRequest push -> push(asked, push, nowNs);
      case BroadcastRequest broadcast -> broadcast(asked, broadcast, nowNs);
      case LocateRequest locate -> locate(asked, locate, nowNs);
      case DeleteEverywhereRequest delete -> delete(asked, delete, nowNs);
      case PublishedRequest published ->
          calls.whenPublished(
              deadlineNs(nowNs, published.deadlineMs()), failure -> published(asked, failure));
      case CalibrateRequest calibrate ->
          calls.calibrate(
              Answers.ref(calibrate.node()),
              deadlineNs(nowNs, calibrate.deadlineMs()),
              outcome -> calibrated(asked, outcome));
      default -> throw new IllegalStateException("no call for " + request.type());
    };
  }

  private @Nullable Call fetch(Asked asked, FetchRequest request, long nowNs) {
    FetchOptions options = options(request);
    FetchOutcomes<ObjectId> outcomes = new FetchOutcomes<>(asked, request.ids(), request.enough());
    if (outcomes.answerIfOver()) {
      return null;
    }
    Priority priority = Priority.valueOf(request.priority().name());
    long deadlineNs = deadlineNs(nowNs, request.deadlineMs());
    return calls.fetch(request.ids(), priority, options, deadlineNs, outcomes::ended);
  }

  private static FetchOptions options(FetchRequest request) {
    if (request.protocol().isEmpty() && request.hints().isEmpty()) {
      return FetchOptions.NONE;
    }
    List<Location> hints = request.hints().stream().map(Answers::location).toList();
    return new FetchOptions(protocol(request.protocol()), hints);
  }

  private static @Nullable Protocol protocol(String label) {
    if (label.isEmpty()) {
      return null;
    }
    return Arrays.stream(Protocol.values())
        .filter(protocol -> protocol.label().equals(label))
        .findFirst()
        .orElseThrow(() -> noSuchProtocol(label));
  }

  private static InvalidRequestException noSuchProtocol(String label) {
    String known =
        Arrays.stream(Protocol.values()).map(Protocol::label).collect(Collectors.joining(", "));
    return new InvalidRequestException(
        "fetch by protocol \"" + label + "\": this node knows " + known);
  }

  private @Nullable Call push(Asked asked, PushRequest request, long nowNs) {
    FetchOutcomes<ObjectId> outcomes = new FetchOutcomes<>(asked, request.ids(), Integer.MAX_VALUE);
    return outcomes.answerIfOver()
        ? null
        : calls.push(
            request.ids(),
            Answers.ref(request.to()),
            deadlineNs(nowNs, request.deadlineMs()),
            outcomes::ended);
  }

  private @Nullable Call broadcast(Asked asked, BroadcastRequest request, long nowNs) {
    List<NodeRef> to = request.to().stream().map(Answers::ref).toList();
    if (new HashSet<>(to).size() < to.size()) {
      throw new InvalidRequestException(
          "broadcast of object %s to %d nodes: one of them is named twice; name each once"
              .formatted(request.id(), to.size()));
    }
    FetchOutcomes<NodeRef> outcomes = new FetchOutcomes<>(asked, to, Integer.MAX_VALUE);
    long deadlineNs = deadlineNs(nowNs, request.deadlineMs());
    return outcomes.answerIfOver()
        ? null
        : calls.broadcast(request.id(), to, deadlineNs, outcomes::ended);
  }

  private Call locate(Asked asked, LocateRequest request, long nowNs) {
    if (request.ids().size() > MessageLimits.MAX_LOCATED_IDS) {
      throw new InvalidRequestException(
          "locate of %d objects: at most %d at once; split the call into smaller ones"
              .formatted(request.ids().size(), MessageLimits.MAX_LOCATED_IDS));
    }
    long deadlineNs = deadlineNs(nowNs, request.deadlineMs());
    return calls.locate(request.ids(), deadlineNs, new FoundLocations(asked, request.ids()));
  }

  private Call delete(Asked asked, DeleteEverywhereRequest request, long nowNs) {
    return calls.deleteEverywhere(
        request.ids(),
        deadlineNs(nowNs, request.deadlineMs()),
        (copies, failures) ->
            asked.answer(new DeleteEverywhereReply(copies, Answers.lines(failures))));
  }

  private static void published(Asked asked, String failure) {
    asked.answer(failure.isEmpty() ? EmptyReply.DONE : new ErrorReply(ErrorCode.TIMEOUT, failure));
  }

  private static void calibrated(Asked asked, CalibrationOutcome outcome) {
    asked.answer(
        switch (outcome) {
          case CalibrationOutcome.Measured measured -> Answers.costs(measured.costs());
          case CalibrationOutcome.Failed failed ->
              new ErrorReply(ErrorCode.NODE_LOST, failed.why());
        });
  }
}
