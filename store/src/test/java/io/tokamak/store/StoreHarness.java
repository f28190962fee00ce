// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.Segment;
import io.tokamak.memory.SegmentHeader;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A store over a segment in ordinary memory, in the test's own thread and time. */
final class StoreHarness {
  static final long CAPACITY = 1 << 20;
  static final int ENTRIES = 1024;
  static final int SLOTS = 4;

  final ManualClock clock = new ManualClock(1_000_000_000L);
  final Segment segment;
  final ObjectStore store;
  private int pids = 100;

  StoreHarness() {
    this(CAPACITY, ENTRIES);
  }

  /** All of the memory is reserved. */
  StoreHarness(long capacity, int entries) {
    this(new SegmentGeometry(capacity, SLOTS, entries), StoreSettings.DEFAULT);
    store.reserved(segment.geometry().dataLength());
  }

  /** None of the memory is reserved. */
  StoreHarness(SegmentGeometry geometry, StoreSettings settings) {
    var memory = Arena.ofAuto().allocate(geometry.segmentLength(), 4096);
    segment = Segment.format(memory, new MappedWords(memory), new SegmentHeader(geometry, 1, 1, 1));
    store =
        new ObjectStore(
            segment, settings, clock(), (offset, length) -> {}, new SplittableRandom(1));
  }

  private StoreClock clock() {
    return new StoreClock() {
      @Override
      public long nanoTime() {
        return clock.getAsLong();
      }

      @Override
      public long epochMicros() {
        return clock.micros().getAsLong();
      }
    };
  }

  static ObjectId id(int number) {
    return ObjectId.named("object-" + number);
  }

  FakeClient connect() {
    return connect(segment.words());
  }

  /** A client that sees the segment through {@code words}. */
  FakeClient connect(SharedWords words) {
    return new FakeClient(this, open(false), words);
  }

  FakeClient connectReadOnly() {
    return new FakeClient(this, open(true), null);
  }

  /** A client in the process of this number that started then. */
  FakeClient connect(int pid, long startTime) {
    return new FakeClient(this, open(pid, startTime, false), segment.words());
  }

  private Session open(boolean readOnly) {
    int pid = pids++;
    return open(pid, pid, readOnly);
  }

  private Session open(int pid, long startTime, boolean readOnly) {
    return store.openSession(new ClientIdentity(pid, 1000, startTime, "client-" + pid, readOnly));
  }

  /** The store does what is due now. */
  int work() {
    return store.work(clock.getAsLong());
  }

  /** Time passes, and the store does what is due then. */
  int pass(long ms) {
    clock.advance(Duration.ofMillis(ms));
    return work();
  }

  long count(StoreCounter counter) {
    store.stats();
    return store.counters().get(counter);
  }

  /** The bytes of an object, as somebody reads them who trusts its entry. */
  byte @Nullable [] bytes(ObjectId id) {
    long ref = segment.table().find(id.word0(), id.word1(), id.word2());
    return ref == 0 ? null : segment.dataOf(ObjectRef.entry(ref)).toArray(ValueLayout.JAVA_BYTE);
  }
}
