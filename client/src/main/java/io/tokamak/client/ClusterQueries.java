// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.message.CalibrateRequest;
import io.tokamak.wire.message.CostsRequest;
import io.tokamak.wire.message.DeleteEverywhereReply;
import io.tokamak.wire.message.DeleteEverywhereRequest;
import io.tokamak.wire.message.FollowRequest;
import io.tokamak.wire.message.LocateReply;
import io.tokamak.wire.message.LocateRequest;
import io.tokamak.wire.message.ManagerStatusRequest;
import io.tokamak.wire.message.MessageLimits;
import io.tokamak.wire.message.NodesReply;
import io.tokamak.wire.message.NodesRequest;
import io.tokamak.wire.message.PublishedRequest;
import io.tokamak.wire.message.TransfersReply;
import io.tokamak.wire.message.TransfersRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Calls that tell about the cluster. Thread-safe. */
final class ClusterQueries {
  private final ManagerChannel channel;

  ClusterQueries(ManagerChannel channel) {
    this.channel = channel;
  }

  List<List<ObjectCopy>> locations(List<ObjectId> ids, Duration timeout)
      throws InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    List<LocateRequest> requests = new ArrayList<>();
    for (List<ObjectId> some : Batches.of(ids, MessageLimits.MAX_LOCATED_IDS)) {
      requests.add(new LocateRequest(deadline.remainingMs(), some));
    }
    List<List<ObjectCopy>> found = new ArrayList<>(ids.size());
    for (LocateReply reply : channel.callAll(requests, deadline)) {
      reply.objects().forEach(object -> found.add(copies(object)));
    }
    if (found.size() != ids.size()) {
      throw ProtocolMismatchException.of(
          "objects in replies to locate", found.size(), String.valueOf(ids.size()));
    }
    return found;
  }

  private static List<ObjectCopy> copies(LocateReply.Sources object) {
    return object.sources().stream().map(ObjectCopy::of).toList();
  }

  List<NodeView> nodes() {
    List<NodeView> nodes = new ArrayList<>();
    int cursor = 0;
    do {
      NodesReply page = channel.call(new NodesRequest(cursor));
      page.nodes().forEach(node -> nodes.add(NodeView.of(node)));
      cursor = page.nextCursor();
    } while (cursor != 0);
    return nodes;
  }

  Optional<NodeView> node(String nameOrDigits) {
    List<NodeView> all = nodes();
    String digits = nameOrDigits.toLowerCase(Locale.ROOT);
    return only(all, node -> node.name().equals(nameOrDigits))
        .or(() -> only(all, node -> node.id().toHex().startsWith(digits)));
  }

  private static Optional<NodeView> only(List<NodeView> all, Predicate<NodeView> wanted) {
    List<NodeView> found = all.stream().filter(wanted).limit(2).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  ClusterStatus status() {
    return ClusterStatus.of(channel.call(new ManagerStatusRequest()));
  }

  void awaitPublished(Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    channel.callAll(List.of(new PublishedRequest(deadline.remainingMs())), deadline);
  }

  List<TransferInfo> transfers(int most) {
    TransfersReply reply = channel.call(new TransfersRequest(most));
    return reply.transfers().stream()
        .map(transfer -> TransferInfo.of(transfer, reply.shared()))
        .toList();
  }

  List<ProtocolCost> costs() {
    return ProtocolCost.of(channel.call(new CostsRequest()));
  }

  List<ProtocolCost> calibrate(NodeId node, Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    CalibrateRequest request = new CalibrateRequest(node.key(), deadline.remainingMs());
    return ProtocolCost.of(channel.callAll(List.of(request), deadline).getFirst());
  }

  DeletedCopies deleteEverywhere(List<ObjectId> ids, Duration timeout) throws InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    List<DeleteEverywhereRequest> requests = new ArrayList<>();
    for (List<ObjectId> some : Batches.of(ids, MessageLimits.MAX_ITEMS)) {
      requests.add(new DeleteEverywhereRequest(deadline.remainingMs(), some));
    }
    int copies = 0;
    List<String> failures = new ArrayList<>();
    for (DeleteEverywhereReply reply : channel.callAll(requests, deadline)) {
      copies += reply.copies();
      failures.addAll(reply.failures());
    }
    return new DeletedCopies(copies, failures);
  }

  Subscription subscribe(ManagerConnections connections, NodeId node, String name) {
    FrameConnection connection = connections.take();
    return Subscription.open(
        connection, new FollowRequest(node.key()), name, () -> connections.discard(connection));
  }
}
