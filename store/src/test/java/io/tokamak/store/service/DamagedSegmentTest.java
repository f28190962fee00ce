// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.layout.SlotLayout;
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
import io.tokamak.wire.message.ObjectLocation;
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
  void shouldHarmNobodyElseWhenAClientWritesGarbageIntoItsSlot() {
    Seeds.run(
        "DamagedSegmentTest.slot",
        random -> {
          for (int round = 0; round < 30; round++) {
            damageSlot(random);
          }
        });
  }

  @Test
  void shouldGoOnWhenAClientWritesGarbageIntoTheTable() {
    Seeds.run(
        "DamagedSegmentTest.table",
        random -> {
          for (int round = 0; round < 20; round++) {
            damageTable(random);
          }
        });
  }

  private StoreConfig config() {
    return Stores.config(directory).withObjectCount(64).withSlotCount(4);
  }

  private SegmentGeometry geometry() {
    return new SegmentGeometry(Stores.CAPACITY, config().slotCount(), config().objectCount());
  }

  private static List<ObjectId> ids(int count) {
    return Stream.generate(ObjectId::random).limit(count).toList();
  }

  private void damageSlot(RandomGenerator random) {
    try (StoreServer server = StoreServer.start(config());
        TestClient neighbour = TestClient.open(server.socket());
        TestClient vandal = TestClient.open(server.socket())) {
      List<ObjectId> ids = ids(15);
      neighbour.call(Stores.put(ids));
      vandal.call(new LeaseRequest(4096, 8));
      vandal.call(Stores.put(ids(5)));
      scribble(vandal, geometry().slotOffset(vandal.welcome().slot()), SlotLayout.LENGTH, random);
      vandal.send(DoorbellNotice.DOORBELL);
      useAll(neighbour, ids);
      vandal.close();
      await().until(() -> Stores.counter(neighbour, "sessions") == 1);
      useAll(neighbour, ids);
    }
  }

  /** Every request is answered, and nobody's bytes are given to somebody else. */
  private void useAll(TestClient client, List<ObjectId> ids) {
    client.call(Stores.put(ids(2)));
    assertThat(client.call(new ContainsRequest(ids)).present()).doesNotContain(false);
    assertThat(client.call(new ListRequest(0, 100)).objects()).isNotEmpty();
    client.call(new CreateRequest(ObjectId.random(), 1000, 0, 0));
    client.call(new DeleteRequest(ids(3)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapping = client.segment().map(arena, client.welcome().segmentLength(), false);
      for (ObjectLocation object : client.call(new GetRequest(0, ids)).objects()) {
        long offset = geometry().dataOffset() + object.offset();
        assertThat(mapping.asSlice(offset, object.dataLength()).toArray(ValueLayout.JAVA_BYTE))
            .containsExactly(1, 2, 3);
      }
    }
  }

  private void damageTable(RandomGenerator random) {
    try (StoreServer server = StoreServer.start(config());
        TestClient vandal = TestClient.open(server.socket())) {
      List<ObjectId> ids = ids(20);
      vandal.call(new LeaseRequest(4096, 8));
      vandal.call(Stores.put(ids));
      long offset = geometry().bucketsOffset();
      scribble(vandal, offset, geometry().dataOffset() - offset, random);
      vandal.send(DoorbellNotice.DOORBELL);
      tryAll(server, ids);
      vandal.close();
      tryAll(server, ids);
      assertThat(server.isRunning()).isTrue();
    }
  }

  private static void scribble(
      TestClient vandal, long offset, long length, RandomGenerator random) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mapping = vandal.segment().map(arena, vandal.welcome().segmentLength(), false);
      for (int words = 1 + random.nextInt(2000); words > 0; words--) {
        long garbage = random.nextBoolean() ? random.nextLong() : random.nextLong(1 << 10);
        mapping.set(ValueLayout.JAVA_LONG, offset + 8 * random.nextLong(length / 8), garbage);
      }
    }
  }

  private static void tryAll(StoreServer server, List<ObjectId> ids) {
    for (Call<?> request :
        List.<Call<?>>of(
            new ContainsRequest(ids),
            new GetRequest(0, ids),
            new ListRequest(0, 100),
            new CreateRequest(ObjectId.random(), 100, 0, 0),
            Stores.put(ObjectId.random()),
            new DeleteRequest(ids.subList(0, 5)),
            new EvictRequest(1 << 20))) {
      tryIt(server, request);
    }
    try (TestClient client = TestClient.open(server.socket())) {
      assertThat(client.call(new StatsRequest()).counters()).isNotEmpty();
    }
  }

  /** Errors are all right, and so is the loss of the connection that asked; silence is not. */
  private static void tryIt(StoreServer server, Call<?> request) {
    try (TestClient client = TestClient.open(server.socket())) {
      client.send(request);
      client.answerOrHangUp(request);
    } catch (TokamakException refused) {
      assertThat(refused).hasMessageNotContaining("did not answer");
    }
  }
}
