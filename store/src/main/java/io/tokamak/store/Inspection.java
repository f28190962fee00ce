// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.message.Holder;
import io.tokamak.wire.message.ListReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What there is, for people: lists, one object's facts, who holds it. */
final class Inspection {
  private static final int MOST_LISTED = 8192;
  private static final int MOST_LOOKED_AT = 1 << 17;

  private final Entries entries;
  private final Blocks blocks;
  private final Lookup lookup;
  private final Objects objects;
  private final Sessions sessions;
  private final PinScan pinScan;
  private final EntryPool pool;

  Inspection(
      Entries entries,
      Blocks blocks,
      Lookup lookup,
      Objects objects,
      Sessions sessions,
      PinScan pinScan,
      EntryPool pool) {
    this.pool = pool;
    this.entries = entries;
    this.blocks = blocks;
    this.lookup = lookup;
    this.objects = objects;
    this.sessions = sessions;
    this.pinScan = pinScan;
  }

  /** Objects in table order from entry {@code cursor} on; the next cursor is 0 at the end. */
  ListReply list(int cursor, int limit) {
    PinCounts pins = pinScan.now();
    List<ObjectInfo> found = new ArrayList<>();
    int most = Math.min(limit <= 0 ? MOST_LISTED : limit, MOST_LISTED);
    int entry = Math.max(0, cursor);
    int end = pool.everUsed();
    for (int looked = 0;
        entry < end && found.size() < most && looked < MOST_LOOKED_AT;
        looked++, entry++) {
      long control = entries.control(entry);
      if (isObject(control)) {
        found.add(info(entry, control, pins));
      }
    }
    return new ListReply(entry >= end ? 0 : entry, found);
  }

  /** The facts of each id, in order. */
  List<Optional<ObjectInfo>> infos(List<ObjectId> ids) {
    PinCounts pins = pinScan.now();
    return ids.stream().map(lookup::find).map(ref -> info(ref, pins)).toList();
  }

  private Optional<ObjectInfo> info(long ref, PinCounts pins) {
    if (ref == ObjectRef.NONE) {
      return Optional.empty();
    }
    long control = lookup.control(ref);
    return isObject(control)
        ? Optional.of(info(ObjectRef.entry(ref), control, pins))
        : Optional.empty();
  }

  private static boolean isObject(long control) {
    int state = Control.state(control);
    return state > Control.EMPTY && state <= Control.DELETING;
  }

  /** What the entry says is believed only while the store knows no better. */
  private ObjectInfo info(int entry, long control, PinCounts pins) {
    boolean known = blocks.isKnown(entry);
    return new ObjectInfo(
        objects.idOf(entry),
        ObjectState.of(Control.state(control)),
        known ? blocks.dataLength(entry) : Math.max(0, entries.dataLength(entry)),
        known ? blocks.metadataLength(entry) : Math.max(0, entries.metadataLength(entry)),
        pins.of(Entries.ref(entry, control)),
        (entries.flags(entry) & EntryLayout.PINNED_BY_USER) != 0,
        entries.createdAtMicros(entry),
        entries.sealedAtMicros(entry),
        Math.max(0, entries.creatorPid(entry)),
        known ? blocks.offset(entry) : Math.max(0, entries.offset(entry)));
  }

  /** Who pins the object. */
  List<Holder> holders(long ref) {
    List<Holder> holders = new ArrayList<>();
    for (Session session : sessions.all()) {
      int[] pins = {0};
      session.forEachPin((pinned, times) -> pins[0] += pinned == ref ? times : 0);
      if (pins[0] > 0) {
        holders.add(new Holder(session.identity().pid(), session.identity().name(), pins[0]));
      }
    }
    return holders;
  }

  /** Sessions with the pins they hold in all, for messages. */
  List<String> busiest() {
    List<String> busy = new ArrayList<>();
    for (Session session : sessions.all()) {
      int[] pins = {0};
      session.forEachPin((pinned, times) -> pins[0] += times);
      if (pins[0] > 0 && busy.size() < 8) {
        busy.add(
            "pid "
                + session.identity().pid()
                + " ("
                + session.identity().name()
                + "), "
                + pins[0]
                + " pins");
      }
    }
    return busy;
  }
}
