// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.transfer.Call;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.ObjectEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of another node on their way to one client, in batches: a step's events leave
 * together. A client that reads so slowly that {@link #MOST_WAITING} of them wait is dropped. For
 * the manager's thread.
 */
final class FollowedNode implements ManagerCalls.RemoteEvents {
  static final int MOST_WAITING = 65_536;
  private static final int EVENTS_PER_FRAME = 1_000;

  private final ClientConnection client;
  private final ClientService service;
  private final List<ObjectEvent> waiting = new ArrayList<>();
  private @Nullable Call call;
  private boolean over;

  FollowedNode(ClientConnection client, ClientService service) {
    this.client = client;
    this.service = service;
  }

  /** The manager listens to the node. */
  void started(Call newCall) {
    if (over) {
      newCall.cancel();
    } else {
      call = newCall;
    }
  }

  @Override
  public void sealed(ObjectId id, long dataLength, int metadataLength) {
    add(ObjectEvent.sealed(id, dataLength, metadataLength));
  }

  @Override
  public void gone(ObjectId id) {
    add(ObjectEvent.deleted(id));
  }

  private void add(ObjectEvent event) {
    if (over) {
      return;
    }
    waiting.add(event);
    if (waiting.size() > MOST_WAITING) {
      service.drop(client, "it does not read its events: %d wait".formatted(waiting.size()));
    } else if (client.isComfortable()) {
      service.hasNews(this);
    }
  }

  @Override
  public void ended(String why) {
    if (!over) {
      over = true;
      sendAll();
      client.end(MessageType.EVENTS, 0, new ErrorReply(ErrorCode.NODE_LOST, why));
    }
  }

  /** Sends what waits, as long as the client has room for it. */
  void tell() {
    while (!over && !waiting.isEmpty() && client.isComfortable()) {
      sendSome();
    }
    service.hasNoNews(this);
  }

  private void sendAll() {
    while (!waiting.isEmpty()) {
      sendSome();
    }
  }

  private void sendSome() {
    List<ObjectEvent> some = waiting.subList(0, Math.min(EVENTS_PER_FRAME, waiting.size()));
    EventsPush push = new EventsPush(some);
    some.clear();
    client.send(MessageType.EVENTS, 0, push);
  }

  /** The client is gone. */
  void cancel() {
    over = true;
    waiting.clear();
    service.hasNoNews(this);
    if (call != null) {
      call.cancel();
    }
  }
}
