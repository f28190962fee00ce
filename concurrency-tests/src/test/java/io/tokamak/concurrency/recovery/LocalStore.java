// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.Segment;
import io.tokamak.memory.SegmentHeader;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.store.ClientIdentity;
import io.tokamak.store.Completion;
import io.tokamak.store.ObjectStore;
import io.tokamak.store.Session;
import io.tokamak.store.StoreClock;
import io.tokamak.store.StoreSettings;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.CounterValue;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

/** The real store over a small segment of this process, and its counters. */
final class LocalStore {
  static final long CAPACITY = 64 << 10;
  private static final int ENTRIES = 256;
  private static final List<String> BASE =
      List.of("objects", "object-bytes", "free-bytes", "entries-free", "lease-bytes", "sessions");

  final ObjectStore store;
  private final MemorySegment mapping;

  LocalStore(Arena arena) {
    SegmentGeometry geometry = new SegmentGeometry(CAPACITY, 4, ENTRIES);
    mapping = arena.allocate(geometry.segmentLength(), SegmentGeometry.PART_ALIGNMENT);
    SegmentHeader header = new SegmentHeader(geometry, 1, 1, 0);
    Segment segment = Segment.format(mapping, new MappedWords(mapping), header);
    ManualClock clock = new ManualClock(0);
    StoreClock storeClock = new FixedClock(clock);
    store =
        new ObjectStore(
            segment, StoreSettings.DEFAULT, storeClock, (offset, length) -> {}, Seeds.random(1));
    store.reserved(CAPACITY);
  }

  private record FixedClock(ManualClock clock) implements StoreClock {
    @Override
    public long nanoTime() {
      return clock.getAsLong();
    }

    @Override
    public long epochMicros() {
      return clock.micros().getAsLong();
    }
  }

  /** The segment as a client with these words sees it. */
  Segment seenThrough(SharedWords words) {
    return Segment.attach(mapping, words);
  }

  MappedWords words() {
    return new MappedWords(mapping);
  }

  Session open(String name) {
    return store.openSession(new ClientIdentity(7, 0, 1, name, false));
  }

  /** Creates by message; what the store refuses is thrown. */
  CreateReply create(Session session, ObjectId id, long length) {
    CompletableFuture<CreateReply> reply = new CompletableFuture<>();
    store.create(session, session, new CreateRequest(id, length, 0, 0), completing(reply));
    try {
      assertThat(reply).isDone();
      return reply.get();
    } catch (ExecutionException refused) {
      throw (TokamakException) refused.getCause();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static <T> Completion<T> completing(CompletableFuture<T> future) {
    return new Completion<>() {
      @Override
      public void complete(T value) {
        future.complete(value);
      }

      @Override
      public void fail(TokamakException why) {
        future.completeExceptionally(why);
      }
    };
  }

  /** The counters that must come back to where they were. */
  Map<String, Long> base() {
    return store.stats().stream()
        .filter(counter -> BASE.contains(counter.name()))
        .collect(Collectors.toMap(CounterValue::name, CounterValue::value));
  }

  long counter(String name) {
    return store.stats().stream()
        .filter(counter -> counter.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  List<ObjectInfo> objects() {
    return store.list(0, ENTRIES).objects();
  }
}
