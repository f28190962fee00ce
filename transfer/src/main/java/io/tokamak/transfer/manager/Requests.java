// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.NodeService;
import io.tokamak.transfer.calibration.ScratchObjects;
import io.tokamak.transfer.cluster.Pushes;
import io.tokamak.transfer.cluster.Subscribers;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.link.Links;
import io.tokamak.transfer.message.Ask;
import io.tokamak.transfer.message.Bare;
import io.tokamak.transfer.message.Broadcast;
import io.tokamak.transfer.message.Credit;
import io.tokamak.transfer.message.Deletion;
import io.tokamak.transfer.message.Fin;
import io.tokamak.transfer.message.Push;
import io.tokamak.transfer.message.Scratch;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.serve.Serving;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Brings what peers say to whom it concerns. */
final class Requests implements NodeService {
  private final Context context;
  private final Links links;
  private final Serving serving;
  private final Pushes pushes;
  private final Subscribers subscribers;
  private final ScratchObjects scratch;

  Requests(
      Context context,
      Serving serving,
      Pushes pushes,
      Subscribers subscribers,
      ScratchObjects scratch) {
    this.context = context;
    this.serving = serving;
    this.pushes = pushes;
    this.subscribers = subscribers;
    this.scratch = scratch;
    links = context.links();
  }

  /**
   * A member that all connections to had broken comes back by whatever fabric it tried first: a
   * better one is tried again if it is known where the member is.
   */
  @Override
  public void connected(Endpoint endpoint) {
    links.connected(endpoint);
    NodeInfo member = context.directory().node(endpoint.peer());
    if (member != null) {
      context.peers().know(member.address());
    }
  }

  @Override
  public void disconnected(Endpoint endpoint, String why) {
    Link link = links.disconnected(endpoint, why);
    if (link != null) {
      serving.lost(link);
      pushes.lost(link);
      subscribers.lost(link);
      scratch.lost(link);
    }
  }

  @Override
  public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
    links.completed(token, status);
  }

  @Override
  public void received(Endpoint endpoint, MemorySegment message) {
    Link link = links.of(endpoint);
    TransferType type = TransferType.of(MessageHeader.type(message));
    long number = MessageHeader.correlation(message);
    if (link == null || !link.isReady()) {
      return;
    }
    switch (type) {
      case TRANSFER -> serving.asked(link, Ask.read(message));
      case CREDIT -> serving.credit(link, number, Credit.chunks(message));
      case FIN -> serving.fin(link, number, Fin.end(message));
      case PUSH -> pushes.pushed(link, Push.read(message));
      case BROADCAST -> pushes.pushed(link, Broadcast.read(message));
      case DELETE -> delete(link, number, message);
      case SUBSCRIBE -> {
        Bare.read(message, type);
        subscribers.subscribe(link, number);
      }
      case UNSUBSCRIBE -> {
        Bare.read(message, type);
        subscribers.unsubscribe(link, number);
        pushes.cancel(link, number);
      }
      case SCRATCH -> scratch.make(link, number, Scratch.asked(message));
      case DROP -> {
        Bare.read(message, type);
        scratch.drop(link, number);
      }
      case DATA, CHUNK, PUSHED, DELETED, EVENTS, SCRATCHED, ENDED ->
          link.answered(number, type, message);
    }
  }

  private void delete(Link link, long number, MemorySegment message) {
    List<ObjectId> ids = Deletion.ids(message);
    try {
      int copies = context.store().delete(ids);
      link.post(Deletion.writeDone(link.letter(), number, copies));
    } catch (TokamakException unanswered) {
      context.counters().add(Counter.STORE_FAILURES);
      link.post(Deletion.writeFailed(link.letter(), number));
    }
  }
}
