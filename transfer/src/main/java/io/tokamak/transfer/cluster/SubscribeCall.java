// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.cluster;

import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.Call;
import io.tokamak.transfer.ManagerCalls.RemoteEvents;
import io.tokamak.transfer.context.Context;
import io.tokamak.transfer.link.Correspondent;
import io.tokamak.transfer.link.Link;
import io.tokamak.transfer.message.Events;
import io.tokamak.transfer.message.Events.Event;
import io.tokamak.transfer.message.TransferType;
import io.tokamak.transfer.record.Counter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Hears of what is sealed and what goes at another node. */
public final class SubscribeCall implements Call, Correspondent, Reaching.Reached {
  private final Context context;
  private final RemoteEvents listener;
  private @Nullable Link link;
  private long number;
  private boolean over;

  /** Begins. */
  public SubscribeCall(Context context, Reaching reaching, NodeRef node, RemoteEvents listener) {
    this.context = context;
    this.listener = listener;
    context.counters().add(Counter.CALLS);
    reaching.reach(node, context.nowNs() + context.settings().patienceNs(), this);
  }

  @Override
  public void reached(Link newLink) {
    if (!over) {
      link = newLink;
      number = newLink.open(this);
      newLink.postBare(TransferType.SUBSCRIBE, number);
    }
  }

  @Override
  public void failed(String why) {
    lost(why);
  }

  @Override
  public void received(TransferType type, MemorySegment message) {
    switch (type) {
      case EVENTS -> Events.read(message).forEach(this::tell);
      case ENDED -> lost("the node has ended it: events were not taken as fast as they came");
      default -> throw Link.unexpected(type);
    }
  }

  private void tell(Event event) {
    if (over) {
      return;
    }
    if (event.sealed()) {
      listener.sealed(event.id(), event.dataLength(), event.metadataLength());
    } else {
      listener.gone(event.id());
    }
  }

  @Override
  public void lost(String why) {
    if (end()) {
      listener.ended(why);
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    context.counters().remove(Counter.CALLS);
    if (link != null) {
      link.close(number);
    }
    return true;
  }

  @Override
  public void cancel() {
    if (end() && link != null && link.isReady()) {
      link.postBare(TransferType.UNSUBSCRIBE, number);
    }
  }
}
