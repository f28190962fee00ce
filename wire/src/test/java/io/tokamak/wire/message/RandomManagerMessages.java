// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/** Draws messages of the manager, for {@link RandomMessages}. */
final class RandomManagerMessages {
  private final RandomMessages any;

  RandomManagerMessages(RandomMessages any) {
    this.any = any;
  }

  Request request(MessageType type) {
    return switch (type) {
      case GREET -> new GreetRequest(any.u31(), any.name());
      case FETCH -> fetch();
      case PREFETCH -> new PrefetchRequest(any.u63(), any.ids());
      case PUSH -> new PushRequest(node(), any.u63(), any.ids());
      case LOCATE -> new LocateRequest(any.u63(), any.ids());
      case NODES -> new NodesRequest(any.u31());
      case DELETE_EVERYWHERE -> new DeleteEverywhereRequest(any.u63(), any.ids());
      case PUBLISHED -> new PublishedRequest(any.u63());
      case TRANSFERS -> new TransfersRequest(any.u31());
      case COSTS -> new CostsRequest();
      case CALIBRATE -> new CalibrateRequest(node(), any.u63());
      case FOLLOW -> new FollowRequest(node());
      case MANAGER_STATUS -> new ManagerStatusRequest();
      case BROADCAST -> new BroadcastRequest(any.id(), any.u63(), any.list(this::node));
      default -> throw new IllegalArgumentException(type + " is not for a manager");
    };
  }

  private FetchRequest fetch() {
    List<ObjectId> ids = any.ids();
    List<ObjectSource> hints = any.flag() ? List.of() : ids.stream().map(id -> source()).toList();
    FetchPriority priority = any.pick(FetchPriority.values());
    return new FetchRequest(priority, any.u31(), any.u63(), any.name(), ids, hints);
  }

  Reply reply(MessageType type) {
    return switch (type) {
      case GREET -> new GreetReply(node());
      case FETCH, PUSH, BROADCAST -> new FetchReply(shared(), any.list(this::item));
      case LOCATE ->
          new LocateReply(any.list(() -> new LocateReply.Sources(any.list(this::source))));
      case NODES -> new NodesReply(any.u31(), any.list(this::description));
      case DELETE_EVERYWHERE -> new DeleteEverywhereReply(any.u31(), any.list(any::name));
      case TRANSFERS -> new TransfersReply(shared(), any.list(this::transfer));
      case COSTS, CALIBRATE -> new CostsReply(any.list(any::name), any.list(this::cost));
      case MANAGER_STATUS ->
          new ManagerStatusReply(
              node(), any.name(), directory(), any.list(() -> new CounterValue(any.name(), -5)));
      default -> throw new IllegalArgumentException(type + " is not answered by a manager");
    };
  }

  private NodeKey node() {
    return new NodeKey(any.pick(1L, -1L, Long.MIN_VALUE), any.pick(0L, -1L, any.u63()));
  }

  private ObjectSource source() {
    return new ObjectSource(node(), any.u63(), any.u63(), any.u31(), any.u31(), any.u32());
  }

  private SharedTexts shared() {
    return new SharedTexts(any.list(this::node), any.list(any::name));
  }

  private FetchedItem item() {
    return any.pick(
        new FetchedItem.Pending(),
        new FetchedItem.Present(),
        new FetchedItem.Arrived(summary()),
        new FetchedItem.Failed(any.pick(ErrorCode.values()), any.u16()));
  }

  private TransferSummary summary() {
    return new TransferSummary(
        any.pick(0L, -1L),
        any.u16(),
        any.u16(),
        any.u16(),
        any.u16(),
        any.u63(),
        any.u16(),
        any.u16(),
        any.u31(),
        any.u31(),
        any.u16(),
        any.pick(0L, -1L),
        any.u63(),
        any.list(() -> new TransferSummary.Phase(any.u16(), any.u63())));
  }

  private TransferItem transfer() {
    ObjectId id = any.id();
    return new TransferItem(id, any.flag(), any.pick(TransferState.values()), summary());
  }

  private NodeDescription description() {
    return new NodeDescription(
        node(),
        any.name(),
        any.u63(),
        any.flag(),
        any.name(),
        any.list(any::name),
        any.list(any::name));
  }

  private CostRow cost() {
    return new CostRow(
        any.name(),
        any.u63(),
        any.flag(),
        any.u16() & 0xff,
        any.list(() -> any.pick(CostRow.IMPOSSIBLE, 0L, any.u63())));
  }

  private ManagerStatusReply.Directory directory() {
    return new ManagerStatusReply.Directory(
        any.name(), any.name(), any.flag(), any.name(), any.u63(), any.u63());
  }
}
