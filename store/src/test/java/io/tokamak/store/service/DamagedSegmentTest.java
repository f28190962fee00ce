// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.DoorbellNotice;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.StatsRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client may write anything into the segment it shares. The store may answer with errors, but it
 * must answer.
 */
@Timeout(120)
class DamagedSegmentTest {
  @TempDir Path directory;

  @Test
  void shouldGoOnWhenAClientWritesGarbageIntoItsSlot() {
    Seeds.run(
        "DamagedSegmentTest.slot",
        random -> {
          for (int round = 0; round < 20; round++) {
            damage(random, (geometry, slot) -> new Range(geometry.slotOffset(slot), 16384));
          }
        });
  }

  @Test
  void shouldGoOnWhenAClientWritesGarbageIntoTheTable() {
    Seeds.run(
        "DamagedSegmentTest.table",
        random -> {
          for (int round = 0; round < 20; round++) {
            damage(
                random,
                (geometry, slot) ->
                    new Range(
                        geometry.bucketsOffset(),
                        geometry.dataOffset() - geometry.bucketsOffset()));
          }
        });
  }

  private record Range(long offset, long length) {}

  private interface Target {
    Range of(SegmentGeometry geometry, int slot);
  }

  private void damage(RandomGenerator random, Target target) {
    StoreConfig config = Stores.config(directory).withObjectCount(64).withSlotCount(4);
    try (StoreServer server = StoreServer.start(config);
        TestClient vandal = TestClient.open(server.socket());
        Arena arena = Arena.ofConfined()) {
      List<ObjectId> ids = Stream.generate(ObjectId::random).limit(20).toList();
      vandal.call(new LeaseRequest(4096, 8));
      vandal.call(Stores.put(ids));
      MemorySegment mapping = vandal.segment().map(arena, vandal.welcome().segmentLength(), false);
      SegmentGeometry geometry =
          new SegmentGeometry(Stores.CAPACITY, config.slotCount(), config.objectCount());
      scribble(mapping, target.of(geometry, vandal.welcome().slot()), random);
      vandal.send(DoorbellNotice.DOORBELL);
      useAll(server, ids);
      vandal.close();
      useAll(server, ids);
      assertThat(server.isRunning()).isTrue();
    }
  }

  private static void scribble(MemorySegment mapping, Range range, RandomGenerator random) {
    int words = 1 + random.nextInt(2000);
    for (int i = 0; i < words; i++) {
      long offset = range.offset() + 8 * random.nextLong(range.length() / 8);
      long garbage = random.nextBoolean() ? random.nextLong() : random.nextLong(1 << 10);
      mapping.set(ValueLayout.JAVA_LONG, offset, garbage);
    }
  }

  private static void useAll(StoreServer server, List<ObjectId> ids) {
    for (Call<?> request :
        List.<Call<?>>of(
            new ContainsRequest(ids),
            new GetRequest(0, ids),
            new ListRequest(0, 100),
            new CreateRequest(ObjectId.random(), 100, 0, 0),
            Stores.put(ObjectId.random()),
            new DeleteRequest(ids.subList(0, 5)),
            new EvictRequest(1 << 20))) {
      use(server, request);
    }
    try (TestClient client = TestClient.open(server.socket())) {
      assertThat(client.call(new StatsRequest()).counters()).isNotEmpty();
    }
  }

  /** Errors are all right, and so is the loss of the connection that asked. */
  private static void use(StoreServer server, Call<?> request) {
    try (TestClient client = TestClient.open(server.socket())) {
      client.send(request);
      client.answerOrHangUp(request);
    } catch (TokamakException refused) {
      assertThat(refused).hasMessageNotContaining("did not answer");
    }
  }
}
