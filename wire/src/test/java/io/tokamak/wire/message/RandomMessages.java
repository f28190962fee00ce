// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.frame.MessageType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Draws messages with any content that may travel, extremes more often than chance has them. */
final class RandomMessages {
  private static final int MOST_ITEMS = 12;

  private final Random random;
  private final RandomManagerMessages manager = new RandomManagerMessages(this);

  RandomMessages(Random random) {
    this.random = random;
  }

  /** A request of this type, which must not be EVENTS. */
  Request request(MessageType type) {
    return switch (type) {
      case HELLO -> new HelloRequest(random.nextBoolean(), u31(), name());
      case ATTACH -> new AttachRequest(random.nextLong());
      case GOODBYE -> new GoodbyeRequest();
      case LEASE -> new LeaseRequest(u63(), u31());
      case CREATE -> new CreateRequest(id(), u63(), u31(), timeout());
      case SEAL -> new SealRequest(id());
      case ABORT -> new AbortRequest(id());
      case GET -> new GetRequest(timeout(), ids());
      case RELEASE -> new ReleaseRequest(list(this::entry));
      case RELEASED -> new ReleasedNotice(list(this::entry));
      case DOORBELL -> DoorbellNotice.DOORBELL;
      case CONTAINS -> new ContainsRequest(ids());
      case LIST -> new ListRequest(u31(), u31());
      case DELETE -> new DeleteRequest(ids());
      case EVICT -> new EvictRequest(u63());
      case TOUCH -> new TouchRequest(ids());
      case PIN -> new PinRequest(ids());
      case UNPIN -> new UnpinRequest(ids());
      case PUT -> new PutRequest(list(() -> new PutObject(id(), bytes(), bytes())));
      case SUBSCRIBE -> new SubscribeRequest();
      case STATS -> new StatsRequest();
      case QUOTA -> new QuotaRequest(u63());
      case INFO -> new InfoRequest(ids());
      case HOLDERS -> new HoldersRequest(id());
      case GREET,
          FETCH,
          PREFETCH,
          PUSH,
          LOCATE,
          NODES,
          DELETE_EVERYWHERE,
          PUBLISHED,
          TRANSFERS,
          COSTS,
          CALIBRATE,
          FOLLOW,
          MANAGER_STATUS,
          BROADCAST ->
          manager.request(type);
      case EVENTS -> throw new IllegalArgumentException("nobody requests events");
    };
  }

  /** A good reply to a call of this type, or a push. */
  Reply reply(MessageType type) {
    return switch (type) {
      case HELLO ->
          new WelcomeReply(
              random.nextLong(), random.nextLong(), u32(), u63(), u63(), random.nextBoolean());
      case LEASE ->
          new LeaseReply(u63(), u63(), list(this::u31).stream().mapToInt(i -> i).toArray());
      case CREATE -> new CreateReply(u31(), u32(), u63());
      case GET -> new GetReply(list(this::location));
      case CONTAINS -> new ContainsReply(list(random::nextBoolean));
      case LIST -> new ListReply(u31(), list(this::info));
      case DELETE -> new DeleteReply(list(() -> pick(DeleteOutcome.values())));
      case EVICT -> new EvictReply(u63(), u31());
      case TOUCH -> new TouchReply(u31());
      case EVENTS -> new EventsPush(list(this::event));
      case STATS -> new StatsReply(list(() -> new CounterValue(name(), random.nextLong())));
      case INFO ->
          new InfoReply(list(() -> random.nextBoolean() ? Optional.of(info()) : Optional.empty()));
      case HOLDERS -> new HoldersReply(list(() -> new Holder(u31(), name(), u31())));
      case GREET,
          FETCH,
          PUSH,
          LOCATE,
          NODES,
          DELETE_EVERYWHERE,
          TRANSFERS,
          COSTS,
          CALIBRATE,
          MANAGER_STATUS,
          BROADCAST ->
          manager.reply(type);
      case ATTACH,
          GOODBYE,
          SEAL,
          ABORT,
          RELEASE,
          RELEASED,
          DOORBELL,
          PIN,
          UNPIN,
          PUT,
          SUBSCRIBE,
          QUOTA,
          PREFETCH,
          PUBLISHED,
          FOLLOW ->
          EmptyReply.DONE;
    };
  }

  ErrorReply error() {
    return new ErrorReply(pick(ErrorCode.values()), name());
  }

  private EntryRef entry() {
    return new EntryRef(u31(), u32());
  }

  private ObjectLocation location() {
    return random.nextInt(4) == 0
        ? ObjectLocation.ABSENT
        : new ObjectLocation(true, u31(), u32(), u32(), u63(), u63(), u31());
  }

  private ObjectInfo info() {
    return new ObjectInfo(
        id(),
        pick(ObjectState.values()),
        u63(),
        u31(),
        u31(),
        random.nextBoolean(),
        random.nextLong(),
        random.nextLong(),
        u31(),
        u63());
  }

  private ObjectEvent event() {
    return switch (random.nextInt(3)) {
      case 0 -> ObjectEvent.sealed(id(), u63(), u31());
      case 1 -> ObjectEvent.deleted(id());
      default -> ObjectEvent.resync();
    };
  }

  List<ObjectId> ids() {
    return list(this::id);
  }

  ObjectId id() {
    return ObjectId.fromWords(random.nextLong(), random.nextLong(), random.nextInt());
  }

  private long timeout() {
    return random.nextInt(4) == 0 ? -1 : u63();
  }

  int u16() {
    return pick(0, 1, 0xffff, random.nextInt(0x10000));
  }

  boolean flag() {
    return random.nextBoolean();
  }

  int u32() {
    return pick(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, random.nextInt());
  }

  int u31() {
    return u32() & Integer.MAX_VALUE;
  }

  long u63() {
    return pick(0L, 1L, Long.MAX_VALUE, random.nextLong() & Long.MAX_VALUE);
  }

  String name() {
    return pick("", "x", "grün", "名前", "n".repeat(MessageLimits.MAX_NAME_LENGTH));
  }

  private MemorySegment bytes() {
    byte[] bytes = new byte[random.nextInt(50)];
    random.nextBytes(bytes);
    return MemorySegment.ofArray(bytes);
  }

  <T> List<T> list(Supplier<T> item) {
    int count = pick(0, 1, 1 + random.nextInt(MOST_ITEMS));
    List<T> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(item.get());
    }
    return items;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
