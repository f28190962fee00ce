// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import java.util.HashSet;
import java.util.Set;

/** Reads replies of which only the frame is known, for tests. */
final class AnyReply {
  private AnyReply() {}

  static Reply read(FrameReader reader) {
    Reply reply = reader.status() == 0 ? decode(reader) : ErrorReply.decode(reader);
    reader.finish();
    return reply;
  }

  /** Every record that travels. */
  static Set<Class<?>> messageClasses() {
    Set<Class<?>> classes = new HashSet<>();
    classes.addAll(Set.of(Call.class.getPermittedSubclasses()));
    classes.remove(ManagerCall.class);
    classes.addAll(Set.of(ManagerCall.class.getPermittedSubclasses()));
    classes.addAll(Set.of(Notice.class.getPermittedSubclasses()));
    classes.addAll(Set.of(Reply.class.getPermittedSubclasses()));
    return classes;
  }

  private static Reply decode(FrameReader reader) {
    return switch (reader.type()) {
      case HELLO -> WelcomeReply.decode(reader);
      case LEASE -> LeaseReply.decode(reader);
      case CREATE -> CreateReply.decode(reader);
      case GET -> GetReply.decode(reader);
      case CONTAINS -> ContainsReply.decode(reader);
      case LIST -> ListReply.decode(reader);
      case DELETE -> DeleteReply.decode(reader);
      case EVICT -> EvictReply.decode(reader);
      case TOUCH -> TouchReply.decode(reader);
      case EVENTS -> EventsPush.decode(reader);
      case STATS -> StatsReply.decode(reader);
      case INFO -> InfoReply.decode(reader);
      case HOLDERS -> HoldersReply.decode(reader);
      case GREET -> GreetReply.decode(reader);
      case FETCH, PUSH, BROADCAST -> FetchReply.decode(reader);
      case LOCATE -> LocateReply.decode(reader);
      case NODES -> NodesReply.decode(reader);
      case DELETE_EVERYWHERE -> DeleteEverywhereReply.decode(reader);
      case TRANSFERS -> TransfersReply.decode(reader);
      case COSTS, CALIBRATE -> CostsReply.decode(reader);
      case MANAGER_STATUS -> ManagerStatusReply.decode(reader);
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
          EmptyReply.decode(reader);
    };
  }
}
