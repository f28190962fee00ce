// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.Creation;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.LeaseReply;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.PutObject;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client of the store under test: shared memory like a real one, calls instead of messages. It is
 * its own connection ({@code this} owns its waits).
 */
final class FakeClient {
  static final int NOTHING = -1;

  final Session session;
  private final StoreHarness harness;
  private final @Nullable Parts parts;
  private int[] granted = new int[0];
  private long leaseEnd;

  /** What a client with a slot works with. */
  record Parts(
      ClientSlot slot,
      Entries entries,
      ObjectTable table,
      Creation creation,
      Pinning pinning,
      SegmentSignals signals) {}

  FakeClient(StoreHarness harness, Session session, @Nullable SharedWords words) {
    this.harness = harness;
    this.session = session;
    this.parts = words == null || session.slotIndex() < 0 ? null : parts(words);
  }

  private Parts parts(SharedWords words) {
    var geometry = harness.segment.geometry();
    Entries entries = new Entries(words, geometry);
    ObjectTable table = new ObjectTable(words, geometry, entries);
    ClientSlot slot = new ClientSlot(words, geometry, entries, session.slotIndex());
    return new Parts(
        slot,
        entries,
        table,
        new Creation(entries, table, slot.lease(), slot.index(), session.identity().pid()),
        new Pinning(words, entries, slot.pins()),
        new SegmentSignals(words));
  }

  Parts parts() {
    if (parts == null) {
      throw new AssertionError("this client has no slot");
    }
    return parts;
  }

  // --- In shared memory.

  LeaseReply lease(long wantBytes, int wantEntries) {
    LeaseReply lease = harness.store.lease(session, new LeaseRequest(wantBytes, wantEntries));
    int kept = granted.length;
    granted = Arrays.copyOf(granted, kept + lease.entries().length);
    System.arraycopy(lease.entries(), 0, granted, kept, lease.entries().length);
    leaseEnd = lease.offset() + lease.length();
    return lease;
  }

  /** Creates in the lease; 0 when that is not possible. */
  long createLeased(ObjectId id, long dataLength, int metadataLength) {
    if (granted.length == 0) {
      return ObjectRef.NONE;
    }
    int entry = granted[0];
    long offset =
        parts()
            .creation
            .create(
                entry,
                id.word0(),
                id.word1(),
                id.word2(),
                dataLength,
                metadataLength,
                leaseEnd,
                harness.clock.micros().getAsLong());
    if (offset >= 0 || (offset == Creation.DUPLICATE && parts().creation.isStranded(entry))) {
      granted = Arrays.copyOfRange(granted, 1, granted.length);
    }
    return offset < 0 ? ObjectRef.NONE : Entries.ref(entry, parts().entries.control(entry));
  }

  /** Creates in the lease, or in a new one if need be; 0 when that is not possible. */
  long create(ObjectId id, long dataLength) {
    long ref = createLeased(id, dataLength, 0);
    if (ref == ObjectRef.NONE) {
      lease(BlockLength.of(dataLength, 0), 16);
      ref = createLeased(id, dataLength, 0);
    }
    return ref;
  }

  /** Seals in shared memory, without telling anybody. */
  void sealQuietly(long ref) {
    assertThat(parts().creation.seal(ref, parts().slot.clock(), harness.clock.micros().getAsLong()))
        .isTrue();
  }

  /** Seals in shared memory, with the news in the ring and the doorbell rung if it is wanted. */
  void seal(long ref) {
    sealQuietly(ref);
    if (!parts().slot.ring().push(ref)) {
      harness.store.doorbell();
      assertThat(parts().slot.ring().push(ref)).isTrue();
    }
    if (parts().signals.claimDoorbell(parts().slot.ring().isHalfFull())) {
      harness.store.doorbell();
    }
  }

  /** A sealed object made in the lease. */
  long putLeased(ObjectId id, long dataLength) {
    long ref = create(id, dataLength);
    assertThat(ref).isNotZero();
    seal(ref);
    return ref;
  }

  long find(ObjectId id) {
    return parts().table.find(id.word0(), id.word1(), id.word2());
  }

  /** Pins in shared memory; the pin's index, or {@link #NOTHING}. */
  int pin(ObjectId id) {
    long ref = find(id);
    if (ref <= 0) {
      return NOTHING;
    }
    int pin = parts().pinning.pin(ref, 0);
    if (pin < 0) {
      return NOTHING;
    }
    parts().slot.clock().touch(ObjectRef.entry(ref));
    return pin;
  }

  void unpin(int pin, long ref) {
    if (parts().pinning.unpin(pin, ref)) {
      harness.store.released();
    }
  }

  // --- By message.

  Answer<CreateReply> request(ObjectId id, long dataLength, long deadlineMs) {
    Answer<CreateReply> answer = new Answer<>();
    harness.store.create(session, this, new CreateRequest(id, dataLength, 0, deadlineMs), answer);
    return answer;
  }

  /** Creates by message, at once. */
  long createByMessage(ObjectId id, long dataLength) {
    CreateReply reply = request(id, dataLength, 0).value();
    return ObjectRef.of(reply.entry(), reply.generation());
  }

  void sealByMessage(ObjectId id) {
    harness.store.seal(session, id);
  }

  void abort(ObjectId id) {
    harness.store.abort(session, id);
  }

  /** A sealed object made by message. */
  long putByMessage(ObjectId id, long dataLength) {
    long ref = createByMessage(id, dataLength);
    sealByMessage(id);
    return ref;
  }

  Answer<EmptyReply> put(List<PutObject> puts) {
    Answer<EmptyReply> answer = new Answer<>();
    harness.store.put(session, this, puts, answer);
    return answer;
  }

  static PutObject object(ObjectId id, int dataLength, int metadataLength) {
    byte[] data = new byte[dataLength];
    Arrays.fill(data, (byte) 7);
    byte[] metadata = new byte[metadataLength];
    Arrays.fill(metadata, (byte) 8);
    return new PutObject(id, MemorySegment.ofArray(data), MemorySegment.ofArray(metadata));
  }

  Answer<GetReply> get(long timeoutMs, ObjectId... ids) {
    Answer<GetReply> answer = new Answer<>();
    harness.store.get(session, this, new GetRequest(timeoutMs, List.of(ids)), answer);
    return answer;
  }

  void release(long ref) {
    harness.store.release(
        session, List.of(new EntryRef(ObjectRef.entry(ref), ObjectRef.generation(ref))));
  }

  DeleteOutcome delete(ObjectId id) {
    return harness.store.delete(List.of(id)).getFirst();
  }

  /** The connection that waits is gone. */
  void cancelWaits() {
    harness.store.cancel(this);
  }

  /** The process is gone: its connections close. */
  void die() {
    cancelWaits();
    harness.store.closeSession(session);
  }
}
