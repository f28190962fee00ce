// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.store.service.SegmentPlace;
import io.tokamak.store.service.StoreConfig;
import io.tokamak.store.service.StoreServer;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.StoreTimeoutException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreBridgeTest {
  private static final long CAPACITY = 8 << 20;

  @TempDir private Path directory;
  private StoreServer store;
  private StoreBridge bridge;
  private ObjectStoreClient client;

  /** What the bridge tells, as a directory would remember it. */
  private static final class Memory implements StoreNews {
    final Map<ObjectId, Place> places = new HashMap<>();
    int ends;

    @Override
    public void sealed(ObjectId id, Place place) {
      places.put(id, place);
    }

    @Override
    public void gone(ObjectId id) {
      places.remove(id);
      ends++;
    }
  }

  @BeforeEach
  void start() {
    store =
        StoreServer.start(
            StoreConfig.of(directory.resolve("store.sock"), CAPACITY)
                .withPlace(new SegmentPlace.Anonymous()));
    bridge = new StoreBridge(store, () -> {});
    client = Tokamak.connect(store.socket());
  }

  @AfterEach
  void stop() {
    client.close();
    bridge.close();
    store.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  private MemorySegment bytesAt(Place place) {
    return bridge.data().asSlice(place.offset(), place.dataLength());
  }

  private long sessions() {
    return store.status().sessions();
  }

  private void awaitNews(Memory memory, int objects) {
    await()
        .until(() -> {
          bridge.news(memory);
          return memory.places.size() == objects;
        });
  }

  @Test
  void shouldCostNothingWhileTheNodeIsAlone() {
    client.put(ObjectId.random(), bytes(10));
    assertThat(bridge.news(new Memory())).isZero();
    assertThat(bridge.hasNews()).isFalse();
    assertThat(sessions()).isEqualTo(1);
  }

  @Test
  void shouldHoldAnObjectWhereItLies() {
    ObjectId id = ObjectId.random();
    client.put(id, bytes(1001), bytes(7));
    assertThat(bridge.contains(id)).isTrue();

    HeldObject held = bridge.hold(id);

    Place place = held.place();
    assertThat(held.id()).isEqualTo(id);
    assertThat(place.dataLength()).isEqualTo(1001);
    assertThat(place.metadataLength()).isEqualTo(7);
    assertThat(bytesAt(place).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(bytes(1001));
    long control =
        bridge.table().get(ValueLayout.JAVA_LONG, (long) place.entry() * EntryLayout.LENGTH);
    assertThat(Control.state(control)).isEqualTo(Control.SEALED);
    assertThat(Control.generation(control)).isEqualTo(place.generation());
    assertThat(client.info(id).orElseThrow().pins()).isEqualTo(1);

    held.release();
    assertThat(client.info(id).orElseThrow().pins()).isZero();
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(held::release);
    assertThat(bridge.hold(ObjectId.random())).isNull();
  }

  @Test
  void shouldKeepTheChecksumWithTheObject() {
    ObjectId id = ObjectId.random();
    client.put(id, bytes(8), bytes(3));
    CRC32C expected = new CRC32C();
    expected.update(bytes(8));
    expected.update(bytes(3));

    for (int i = 0; i < 3; i++) {
      HeldObject held = bridge.hold(id);
      assertThat(held.checksum()).isEqualTo((int) expected.getValue());
      held.release();
    }
    assertThat(bridge.counters()).containsEntry("checksums", 1L);
  }

  @Test
  void shouldMakeObjectsForOthersToRead() {
    ObjectId id = ObjectId.random();
    NewObject made = bridge.create(id, 5, 2);
    bridge.data().asSlice(made.offset(), 5).copyFrom(MemorySegment.ofArray(bytes(5)));
    bridge.data().asSlice(made.offset() + 8, 2).copyFrom(MemorySegment.ofArray(bytes(2)));
    assertThat(bridge.contains(id)).isFalse();
    assertThatExceptionOfType(ObjectExistsException.class)
        .isThrownBy(() -> bridge.create(id, 1, 0));

    made.seal();
    try (ObjectHandle read = client.get(id)) {
      assertThat(read.toByteArray()).isEqualTo(bytes(5));
      assertThat(read.metadataBytes()).isEqualTo(bytes(2));
    }
    assertThat(bridge.delete(List.of(id, ObjectId.random()))).isEqualTo(1);
    assertThat(bridge.contains(id)).isFalse();
  }

  @Test
  void shouldLeaveNothingOfWhatItAborts() {
    ObjectId id = ObjectId.random();
    bridge.create(id, 1000, 0).abort();
    bridge.create(id, 2000, 0).seal();
    assertThat(client.info(id).orElseThrow().dataLength()).isEqualTo(2000);
  }

  @Test
  void shouldSayAtOnceThatThereIsNoRoom() {
    await().until(() -> store.status().reservedBytes() == CAPACITY);
    ObjectId large = ObjectId.random();
    client.put(large, bytes((int) CAPACITY / 2 + 64));
    try (ObjectHandle inUse = client.get(large)) {
      assertThatExceptionOfType(StoreFullException.class)
          .isThrownBy(() -> bridge.create(ObjectId.random(), CAPACITY / 2, 0));
      assertThat(inUse.isOpen()).isTrue();
    }
    bridge.create(ObjectId.random(), CAPACITY / 2, 0).seal();
  }

  @Test
  void shouldTellWhatIsThereAndThenWhatChanges() {
    List<ObjectId> before = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      before.add(ObjectId.random());
      client.put(before.getLast(), bytes(i % 100));
    }
    client.create(ObjectId.random(), 10);
    Memory memory = new Memory();
    bridge.watch();
    bridge.watch();
    awaitNews(memory, 3000);

    ObjectId late = ObjectId.random();
    client.put(late, bytes(99), bytes(1));
    awaitNews(memory, 3001);
    assertThat(bytesAt(memory.places.get(late)).toArray(ValueLayout.JAVA_BYTE))
        .isEqualTo(bytes(99));
    client.delete(before);
    awaitNews(memory, 1);
    assertThat(memory.ends).isEqualTo(3000);
    assertThat(bridge.counters()).containsEntry("store-news-overflows", 0L);
  }

  /** Without waiting, right after each seal, and from the very first on. */
  @Test
  void shouldGatherAllNewsWhenAsked() {
    Memory memory = new Memory();
    for (int objects = 1; objects <= 50; objects++) {
      client.put(ObjectId.random(), bytes(objects));
      bridge.gatherNews();
      while (bridge.news(memory) > 0) {
        // on, until there is no more
      }
      assertThat(memory.places).hasSize(objects);
    }
  }

  @Test
  void shouldSurveyInSteps() {
    for (int i = 0; i < 3000; i++) {
      client.put(ObjectId.random(), bytes(1));
    }
    Memory memory = new Memory();
    int steps = 0;
    int cursor = 0;
    do {
      cursor = bridge.survey(cursor, memory);
      steps++;
    } while (cursor != 0);
    assertThat(memory.places).hasSize(3000);
    assertThat(steps).isGreaterThan(1);
  }

  /** The store's thread is held up by the news it tells, until a call has waited too long. */
  @Test
  void shouldGetANewSessionWhenACallWasNotAnswered() {
    CountDownLatch goesOn = new CountDownLatch(1);
    AtomicReference<Runnable> told = new AtomicReference<>(() -> {});
    try (StoreBridge other = new StoreBridge(store, () -> told.get().run())) {
      ObjectId id = ObjectId.random();
      client.put(id, bytes(1000));
      HeldObject held = other.hold(id);
      NewObject written = other.create(ObjectId.random(), 10, 0);
      other.gatherNews();
      told.set(() -> hangUntil(goesOn));
      client.put(ObjectId.random(), bytes(1));

      assertThatExceptionOfType(StoreTimeoutException.class).isThrownBy(other::gatherNews);
      assertThatExceptionOfType(DisconnectedException.class)
          .isThrownBy(() -> other.contains(id))
          .withMessageContaining("the next is made in");
      goesOn.countDown();
      await().ignoreException(DisconnectedException.class).until(() -> other.contains(id));

      assertThat(other.counters()).containsEntry("store-sessions", 2L);
      assertThatExceptionOfType(DisconnectedException.class).isThrownBy(written::seal);
      written.abort();
      assertThat(client.info(id).orElseThrow().pins()).isEqualTo(1);
      held.release();
      assertThat(client.info(id).orElseThrow().pins()).isZero();
      await().until(() -> sessions() == 2);
    }
  }

  private static void hangUntil(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldSeeWhatIsBeingWritten() {
    ObjectId id = ObjectId.random();
    assertThat(bridge.isBeingWritten(id)).isFalse();
    NewObject made = bridge.create(id, 5, 2);
    assertThat(bridge.isBeingWritten(id)).isTrue();
    made.seal();
    assertThat(bridge.isBeingWritten(id)).isFalse();
  }

  @Test
  void shouldHoldMoreThanItHasHandlesFor() {
    ObjectId id = ObjectId.random();
    client.put(id, bytes(1));
    List<HeldObject> held = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      held.add(bridge.hold(id));
    }
    assertThat(client.info(id).orElseThrow().pins()).isEqualTo(1200);
    held.forEach(HeldObject::release);
    assertThat(client.info(id).orElseThrow().pins()).isZero();
  }
}
