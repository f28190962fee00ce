// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.recovery;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.Creation;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.store.Session;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.LeaseReply;
import io.tokamak.wire.message.LeaseRequest;
import java.util.List;

/**
 * A client that does everything there is to do in shared memory, once: create in the lease (also an
 * id that is taken), by message, seal, get with both kinds of pin, seal and get at once, release,
 * delete what is in use, abort. For one thread; the store is in the same one.
 */
final class Protocol {
  static final ObjectId TAKEN = ObjectId.named("taken");
  static final ObjectId LEASED = ObjectId.named("leased");
  static final ObjectId ASKED = ObjectId.named("asked");
  private static final ObjectId LEFT = ObjectId.named("left unsealed");
  private static final ObjectId ABORTED = ObjectId.named("aborted");
  private static final ObjectId KEPT = ObjectId.named("sealed and got");

  private static final int LENGTH = 100;
  private static final long NOW = 1;

  private final LocalStore local;
  private final Session session;
  private final Segment segment;
  private final ClientSlot slot;
  private final Creation creation;
  private final Pinning pinning;
  private LeaseReply lease = LeaseReply.NONE;
  private int nextEntry;

  /** A client whose accesses go through {@code words}. */
  Protocol(LocalStore local, Session session, SharedWords words) {
    this.local = local;
    this.session = session;
    this.segment = local.seenThrough(words);
    this.slot = segment.slot(session.slotIndex());
    this.creation = new Creation(segment.entries(), segment.table(), slot.lease(), slot.index(), 7);
    this.pinning = new Pinning(words, segment.entries(), slot.pins());
  }

  /** Does it all; some objects stay unsealed or pinned. */
  void run() {
    lease = local.store.lease(session, new LeaseRequest(LENGTH, 8));
    seal(create(LEASED));
    create(LEFT);
    create(TAKEN);
    release(get(LEASED));
    getWithPinSetAside(LEASED);
    seal(ask(ASKED));
    create(ABORTED);
    local.store.abort(session, ABORTED);
    sealAndGet(create(KEPT));
    long pinned = get(ASKED);
    local.store.delete(List.of(ASKED));
    release(pinned);
    get(TAKEN);
    lease = local.store.lease(session, new LeaseRequest(LENGTH, 8));
    nextEntry = 0;
    create(ABORTED);
  }

  /** As the client does: in the lease, else by message; 0 when the id is taken. */
  private long create(ObjectId id) {
    if (nextEntry < lease.entries().length) {
      int entry = lease.entries()[nextEntry];
      long end = lease.offset() + lease.length();
      long offset = creation.create(entry, id.word0(), id.word1(), id.word2(), LENGTH, 0, end, NOW);
      if (offset >= 0 || creation.isStranded(entry)) {
        nextEntry++;
      }
      if (offset >= 0) {
        return Entries.ref(entry, segment.entries().control(entry));
      }
    }
    return id.equals(TAKEN) ? 0 : ask(id);
  }

  private long ask(ObjectId id) {
    CreateReply reply = local.create(session, id, LENGTH);
    return ObjectRef.of(reply.entry(), reply.generation());
  }

  private void seal(long ref) {
    creation.seal(ref, slot.clock(), NOW);
    slot.ring().push(ref);
    if (segment.signals().claimDoorbell(slot.ring().isHalfFull())) {
      local.store.doorbell();
    }
  }

  private void sealAndGet(long ref) {
    int pin = slot.pins().claim(ref, 0);
    seal(ref);
    slot.clock().touch(ObjectRef.entry(ref));
    pinning.unpin(pin, ref);
  }

  private long get(ObjectId id) {
    long ref = segment.table().find(id.word0(), id.word1(), id.word2());
    return ref <= 0 || pinning.pin(ref, 3) < 0 ? 0 : ref;
  }

  private void release(long ref) {
    if (ref == 0) {
      return;
    }
    slot.clock().touch(ObjectRef.entry(ref));
    if (pinning.unpin(3, ref)) {
      local.store.released();
    }
  }

  private void getWithPinSetAside(ObjectId id) {
    long ref = segment.table().find(id.word0(), id.word1(), id.word2());
    int pin = slot.pins().reserve(5);
    if (ref <= 0) {
      return;
    }
    pinning.pinReserved(ref, pin);
    pinning.unpinReserved(pin, ref);
  }
}
