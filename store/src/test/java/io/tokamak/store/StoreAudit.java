// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.BucketWord;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.table.Entries;
import io.tokamak.store.quota.Account;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks through a store between two steps and asserts what must always hold, as long as no client
 * wrote nonsense.
 *
 * <ul>
 *   <li>Every byte of the data area is free, or out with a client (leased, or in an object that is
 *       not announced), or owned by exactly one object.
 *   <li>Every entry is in the pool, held by one session, or announced.
 *   <li>Every object can be found under its id, and nothing else is in any chain.
 *   <li>Every pin, in a slot or on the books, is of a readable object.
 *   <li>Accounts and counters say what is there, and clients ring exactly if somebody waits.
 * </ul>
 */
final class StoreAudit {
  private record Extent(long start, long end, String owner) {}

  private final ObjectStore store;
  private final Entries entries;
  private final SegmentGeometry geometry;

  private StoreAudit(ObjectStore store) {
    this.store = store;
    this.entries = store.segment.entries();
    this.geometry = store.segment.geometry();
  }

  /** Asserts all of it. */
  static void check(StoreHarness harness) {
    StoreAudit audit = new StoreAudit(harness.store);
    audit.checkMemory();
    audit.checkEntries();
    audit.checkChains();
    audit.checkPins();
    audit.checkAccounts();
    audit.checkCounters();
  }

  private void checkMemory() {
    List<Extent> extents = new ArrayList<>();
    store.space.forEachFree((start, length) -> add(extents, start, length, "free"));
    for (Session session : store.sessions.all()) {
      session
          .leasehold()
          .forEach((start, length) -> add(extents, start, length, "client " + session.id()));
    }
    for (int entry = 0; entry < entries.count(); entry++) {
      if (store.blocks.hasBlock(entry)) {
        long length = store.blocks.blockLength(entry);
        add(extents, store.blocks.offset(entry), length, "entry " + entry);
      }
    }
    extents.sort(Comparator.comparingLong(Extent::start));
    long end = 0;
    for (Extent extent : extents) {
      assertThat(extent.start).as("start of %s in %s", extent, extents).isEqualTo(end);
      end = extent.end;
    }
    assertThat(end).as("end of the data area").isEqualTo(store.space.reservedBytes());
  }

  private static void add(List<Extent> extents, long start, long length, String owner) {
    extents.add(new Extent(start, start + length, owner));
  }

  private void checkEntries() {
    Set<Integer> held = new HashSet<>();
    for (Session session : store.sessions.all()) {
      for (int i = 0; i < session.held().count(); i++) {
        assertThat(held.add(session.held().at(i))).as("held once").isTrue();
        assertThat(session.held().contains(session.held().at(i))).isTrue();
      }
    }
    int pooled = 0;
    for (int entry = 0; entry < entries.count(); entry++) {
      boolean announced = store.objects.isAnnounced(entry);
      assertThat(announced && held.contains(entry)).as("entry %s is announced", entry).isFalse();
      if (announced) {
        assertThat(entries.control(entry)).matches(Control::isReadable);
        assertThat(store.blocks.hasBlock(entry)).isTrue();
      } else if (!held.contains(entry)) {
        assertThat(Control.state(entries.control(entry))).isEqualTo(Control.EMPTY);
        assertThat(store.blocks.isKnown(entry)).isFalse();
        pooled++;
      }
    }
    assertThat(store.pool.free()).as("entries in the pool").isEqualTo(pooled);
  }

  private void checkChains() {
    Map<Integer, ObjectId> linked = new HashMap<>();
    for (int bucket = 0; bucket < geometry.bucketCount(); bucket++) {
      long word =
          store
              .segment
              .words()
              .getVolatile(geometry.bucketsOffset() + (long) bucket * BucketWord.LENGTH);
      for (int link = BucketWord.head(word); link != 0; link = entries.nextLink(link - 1)) {
        ObjectId id = store.objects.idOf(link - 1);
        assertThat(linked.put(link - 1, id)).as("entry %s is linked once", link - 1).isNull();
        long ref = store.segment.table().find(id.word0(), id.word1(), id.word2());
        assertThat(ObjectRef.entry(ref)).as("found under its id").isEqualTo(link - 1);
      }
    }
    assertThat(new HashSet<>(linked.values())).hasSize(linked.size());
    for (int entry = 0; entry < entries.count(); entry++) {
      if (store.objects.isAnnounced(entry)) {
        assertThat(linked).containsKey(entry);
      }
      if (Control.state(entries.control(entry)) == Control.EMPTY) {
        assertThat(linked).doesNotContainKey(entry);
      }
    }
  }

  private void checkPins() {
    for (Session session : store.sessions.all()) {
      session.forEachPin((ref, pins) -> {
        long control = entries.control(ObjectRef.entry(ref));
        assertThat(Control.generation(control)).isEqualTo(ObjectRef.generation(ref));
        assertThat(Control.isReadable(control)).isTrue();
        assertThat(pins).isPositive();
      });
    }
  }

  private void checkAccounts() {
    Map<Account, Long> bytes = new HashMap<>();
    Map<Account, Integer> objects = new HashMap<>();
    for (int entry : store.objects.announcedEntries()) {
      Account account = store.objects.accountOf(entry);
      bytes.merge(account, store.blocks.blockLength(entry), Long::sum);
      objects.merge(account, 1, Integer::sum);
    }
    for (Session session : store.sessions.all()) {
      for (int i = 0; i < session.held().count(); i++) {
        int entry = session.held().at(i);
        if (session.account().isLimited() && store.blocks.isKnown(entry)) {
          bytes.merge(session.account(), store.blocks.blockLength(entry), Long::sum);
        }
      }
      checkAccount(session.account(), bytes, objects);
    }
    checkAccount(store.quotas.everybody(), bytes, objects);
  }

  private static void checkAccount(
      Account account, Map<Account, Long> bytes, Map<Account, Integer> objects) {
    assertThat(account.bytes()).isEqualTo(bytes.getOrDefault(account, 0L));
    assertThat(account.objectCount()).isEqualTo(objects.getOrDefault(account, 0));
  }

  private void checkCounters() {
    int objects = 0;
    long bytes = 0;
    for (int entry : store.objects.announcedEntries()) {
      objects++;
      bytes += entries.dataLength(entry) + entries.metadataLength(entry);
    }
    StoreCounters counters = store.counters();
    assertThat(counters.get(StoreCounter.OBJECTS)).isEqualTo(objects);
    assertThat(counters.get(StoreCounter.OBJECT_BYTES)).isEqualTo(bytes);
    assertThat(counters.get(StoreCounter.SESSIONS)).isEqualTo(store.sessions.all().size());
    assertThat(
            counters.get(StoreCounter.SEALED)
                - counters.get(StoreCounter.DELETED)
                - counters.get(StoreCounter.EVICTED))
        .isEqualTo(objects);
    boolean waiting =
        counters.get(StoreCounter.GETS_WAITING) + counters.get(StoreCounter.SUBSCRIPTIONS) > 0;
    assertThat(store.segment.words().getVolatile(HeaderLayout.INTEREST) != 0).isEqualTo(waiting);
  }
}
