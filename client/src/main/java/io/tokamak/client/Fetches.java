// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.message.BroadcastRequest;
import io.tokamak.wire.message.FetchPriority;
import io.tokamak.wire.message.FetchReply;
import io.tokamak.wire.message.FetchRequest;
import io.tokamak.wire.message.FetchedItem;
import io.tokamak.wire.message.ManagerCall;
import io.tokamak.wire.message.MessageLimits;
import io.tokamak.wire.message.NodeKey;
import io.tokamak.wire.message.ObjectSource;
import io.tokamak.wire.message.PrefetchRequest;
import io.tokamak.wire.message.PushRequest;
import io.tokamak.wire.message.SharedTexts;
import io.tokamak.wire.message.TransferState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Calls that move objects, cut into as many frames as they need. Thread-safe. */
final class Fetches {
  private static final long PREFETCH_MS = 60_000;
  private static final int ALL = Integer.MAX_VALUE;

  private final ManagerChannel channel;
  private final Gets gets;

  Fetches(ManagerChannel channel, Gets gets) {
    this.channel = channel;
    this.gets = gets;
  }

  /** Looks here first; what was brought and is gone again is brought again. */
  ObjectHandle get(ObjectId id, Deadline deadline) throws InterruptedException {
    ObjectHandle handle = gets.tryGet(id);
    while (handle == null) {
      FetchRequest request = FetchRequest.of(List.of(id), deadline.remainingMs());
      FetchResult result = fetch(request.ids(), List.of(request), deadline).getFirst();
      if (result instanceof FetchResult.Failed failed) {
        throw failed.exception();
      }
      handle = gets.tryGet(id);
      if (handle == null && deadline.remainingMs() == 0) {
        throw new StoreTimeoutException(
            "get of object %s: it was brought here and evicted before it could be read; give the node more memory, or more time"
                .formatted(id));
      }
    }
    return handle;
  }

  List<FetchResult> fetch(List<ObjectId> ids, FetchOptions options) throws InterruptedException {
    if (!options.hints().isEmpty() && options.hints().size() != ids.size()) {
      throw new InvalidRequestException(
          "fetch of %d objects with %d hints: give none, or one for each"
              .formatted(ids.size(), options.hints().size()));
    }
    Deadline deadline = Deadline.in(options.timeout());
    List<FetchRequest> requests = new ArrayList<>();
    Iterator<List<ObjectCopy>> hints = inFrames(options.hints()).iterator();
    for (List<ObjectId> some : inFrames(ids)) {
      List<ObjectSource> sources =
          hints.hasNext() ? hints.next().stream().map(ObjectCopy::source).toList() : List.of();
      requests.add(
          new FetchRequest(
              options.priority(), ALL, deadline.remainingMs(), options.protocol(), some, sources));
    }
    return fetch(ids, requests, deadline);
  }

  private static <T> List<List<T>> inFrames(List<T> all) {
    return Batches.of(all, MessageLimits.MAX_ITEMS);
  }

  List<FetchResult> await(List<ObjectId> ids, int count, Deadline deadline)
      throws InterruptedException {
    if (count < 0 || count > ids.size()) {
      throw new InvalidRequestException(
          "await of %d out of %d objects: ask for 0 to %d"
              .formatted(count, ids.size(), ids.size()));
    }
    if (ids.size() > MessageLimits.MAX_ITEMS) {
      throw new InvalidRequestException(
          "await of %d objects: at most %d at once".formatted(ids.size(), MessageLimits.MAX_ITEMS));
    }
    FetchRequest request =
        new FetchRequest(FetchPriority.WAIT, count, deadline.remainingMs(), "", ids, List.of());
    return fetch(ids, List.of(request), deadline);
  }

  void prefetch(List<ObjectId> ids) {
    for (List<ObjectId> some : inFrames(ids)) {
      channel.call(new PrefetchRequest(PREFETCH_MS, some));
    }
  }

  List<FetchResult> push(List<ObjectId> ids, NodeId to, Deadline deadline)
      throws InterruptedException {
    List<PushRequest> requests = new ArrayList<>();
    for (List<ObjectId> some : inFrames(ids)) {
      requests.add(new PushRequest(to.key(), deadline.remainingMs(), some));
    }
    return fetch(ids, requests, deadline);
  }

  List<FetchResult> broadcast(ObjectId id, List<NodeId> nodes, Deadline deadline)
      throws InterruptedException {
    List<NodeKey> to = nodes.stream().map(NodeId::key).toList();
    BroadcastRequest request = new BroadcastRequest(id, deadline.remainingMs(), to);
    return fetch(Collections.nCopies(nodes.size(), id), List.of(request), deadline);
  }

  private List<FetchResult> fetch(
      List<ObjectId> ids, List<? extends ManagerCall<FetchReply>> requests, Deadline deadline)
      throws InterruptedException {
    List<FetchResult> results = new ArrayList<>(ids.size());
    for (FetchReply reply : channel.callAll(requests, deadline)) {
      requireAtMost(ids.size() - results.size(), reply);
      for (FetchedItem item : reply.items()) {
        results.add(result(ids.get(results.size()), item, reply.shared()));
      }
    }
    if (results.size() < ids.size()) {
      throw ProtocolMismatchException.of(
          "objects in replies to fetch", results.size(), String.valueOf(ids.size()));
    }
    return results;
  }

  private static void requireAtMost(int most, FetchReply reply) {
    if (reply.items().size() > most) {
      throw ProtocolMismatchException.of(
          "objects in a reply to fetch", reply.items().size(), "at most " + most);
    }
  }

  private static FetchResult result(ObjectId id, FetchedItem item, SharedTexts shared) {
    return switch (item) {
      case FetchedItem.Pending _ -> new FetchResult.Pending(id);
      case FetchedItem.Present _ -> new FetchResult.Present(id);
      case FetchedItem.Arrived arrived ->
          new FetchResult.Arrived(
              TransferInfo.of(id, true, TransferState.DONE, arrived.how(), shared));
      case FetchedItem.Failed failed ->
          new FetchResult.Failed(id, failed.code(), shared.text(failed.why()));
    };
  }
}
