// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CounterValue;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.InfoRequest;
import io.tokamak.wire.message.ListReply;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.MessageLimits;
import io.tokamak.wire.message.StatsRequest;
import io.tokamak.wire.message.TouchRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls about many objects, cut into as many frames as they need. Thread-safe. */
final class Queries {
  private final ClientSession session;
  private final CallChannel calls;
  private final Presence presence;

  Queries(ClientSession session) {
    this.session = session;
    this.calls = session.calls();
    this.presence = new Presence(session.mapping().segment());
  }

  /** Allocates nothing unless the object is changing just now. */
  boolean contains(ObjectId id) {
    session.lifecycle().requireUsable();
    try {
      int outcome = presence.of(id);
      return outcome == Presence.ASK ? askContains(id) : outcome == Presence.PRESENT;
    } catch (IllegalStateException unmapped) {
      throw session.lifecycle().explain(unmapped);
    }
  }

  private boolean askContains(ObjectId id) {
    return calls.call(new ContainsRequest(List.of(id))).present().getFirst();
  }

  List<ObjectInfo> list() {
    List<ObjectInfo> all = new ArrayList<>();
    int cursor = 0;
    do {
      ListReply page = calls.call(new ListRequest(cursor, MessageLimits.MAX_OBJECTS));
      all.addAll(page.objects());
      cursor = page.nextCursor();
    } while (cursor != 0);
    return all;
  }

  Optional<ObjectInfo> info(ObjectId id) {
    return calls.call(new InfoRequest(List.of(id))).objects().getFirst();
  }

  List<DeleteOutcome> delete(List<ObjectId> ids) {
    session.requireWritable("delete of " + ids.size() + " objects");
    List<DeleteOutcome> outcomes = new ArrayList<>(ids.size());
    for (List<ObjectId> some : Batches.of(ids, MessageLimits.MAX_ITEMS)) {
      outcomes.addAll(calls.call(new DeleteRequest(some)).outcomes());
    }
    return outcomes;
  }

  int touch(List<ObjectId> ids) {
    int touched = 0;
    for (List<ObjectId> some : Batches.of(ids, MessageLimits.MAX_ITEMS)) {
      touched += calls.call(new TouchRequest(some)).touched();
    }
    return touched;
  }

  long evict(long bytes) {
    session.requireWritable("evict");
    return calls.call(new EvictRequest(bytes)).evictedBytes();
  }

  Map<String, Long> stats() {
    Map<String, Long> values = new LinkedHashMap<>();
    for (CounterValue counter : calls.call(new StatsRequest()).counters()) {
      values.put(counter.name(), counter.value());
    }
    return values;
  }
}
