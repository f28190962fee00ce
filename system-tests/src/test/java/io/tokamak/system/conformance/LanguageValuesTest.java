// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.StoreProcess;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows of the language bindings, on the Java interface and on what Java has in place of Arrow. */
class LanguageValuesTest {
  private static final int CAPACITY = 64 << 20;

  @RegisterExtension static final SharedStore STORE = new SharedStore(CAPACITY);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  /** Arrow is not here: a typed buffer over the object's memory takes the place of its arrays. */
  @Test
  @DisplayName("C27 a typed buffer is written and read in place and lives without its handle")
  void c27_shouldKeepAnObjectAliveThroughWhatIsDerivedFromIt() {
    try (ObjectBuilder builder = client.create(id, 8000)) {
      LongBuffer column = typed(builder.data());
      for (int i = 0; i < 1000; i++) {
        column.put(i, i * 3L);
      }
      builder.seal();
    }
    readWithoutHandle();
    Garbage.collectUntil(() -> pins() == 0);
  }

  private void readWithoutHandle() {
    LongBuffer column = typed(client.get(id).data());
    Garbage.collect();
    assertThat(pins()).isEqualTo(1);
    for (int i = 0; i < 1000; i++) {
      assertThat(column.get(i)).isEqualTo(i * 3L);
    }
  }

  private long pins() {
    return client.info(id).orElseThrow().pins();
  }

  private static LongBuffer typed(MemorySegment segment) {
    return segment.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
  }

  @Test
  @DisplayName("C28 values of the language, one by one and as a list; absent: not available")
  void c28_shouldHandOverValuesOfTheLanguage() throws Exception {
    List<@Nullable Object> values = Arrays.asList(List.of(1, 2, 3), "text", null);
    List<ObjectId> ids = Bytes.ids("c28", values.size());
    for (int i = 0; i < values.size(); i++) {
      client.put(ids.get(i), serialised(values.get(i)));
    }
    for (int i = 0; i < values.size(); i++) {
      assertThat(restored(client.get(ids.get(i)))).isEqualTo(values.get(i));
    }
    var all = client.getAll(ids, Duration.ZERO);
    for (int i = 0; i < values.size(); i++) {
      assertThat(restored(Objects.requireNonNull(all.get(i)))).isEqualTo(values.get(i));
    }
    assertThat(client.tryGet(id)).isEmpty();
  }

  private static byte[] serialised(@Nullable Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
      stream.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object restored(ObjectHandle handle) throws Exception {
    try (handle;
        ObjectInputStream stream =
            new ObjectInputStream(new ByteArrayInputStream(handle.toByteArray()))) {
      return stream.readObject();
    }
  }

  @Test
  @DisplayName("C29 a raw buffer with a tag as metadata")
  void c29_shouldReturnTagAndBytes() {
    byte[] tag = "RAW".getBytes(StandardCharsets.UTF_8);
    client.put(id, ByteBuffer.wrap(Bytes.counting(5, 100)), tag);
    try (ObjectHandle handle = client.get(id)) {
      assertThat(handle.metadataBytes()).isEqualTo(tag);
      assertThat(handle.toByteArray()).isEqualTo(Bytes.counting(5, 100));
    }
  }

  @Test
  @DisplayName("C30 put two; get one, many, the metadata, the pair; no metadata: none")
  void c30_shouldGetOneManyAndPairs() throws InterruptedException {
    List<ObjectId> ids = Bytes.ids("c30", 2);
    client.put(ids.get(0), Bytes.counting(1, 20));
    client.put(ids.get(1), Bytes.counting(2, 20), Bytes.counting(3, 3));
    try (ObjectHandle one = client.get(ids.get(0))) {
      assertThat(one.toByteArray()).isEqualTo(Bytes.counting(1, 20));
      assertThat(one.metadata().byteSize()).isZero();
    }
    try (ObjectHandle pair = client.get(ids.get(1))) {
      assertThat(pair.toByteArray()).isEqualTo(Bytes.counting(2, 20));
      assertThat(pair.metadataBytes()).isEqualTo(Bytes.counting(3, 3));
    }
    var many = client.getAll(ids, Duration.ZERO);
    assertThat(many).doesNotContainNull().hasSize(2);
    many.forEach(ObjectHandle::close);
  }

  @Test
  @DisplayName("C31 the same id twice: exists; short and long, for its creator and for others")
  void c31_shouldRefuseADuplicate() {
    ObjectStoreClient other = STORE.client("other");
    for (int length : new int[] {10, 1 << 20}) {
      ObjectId taken = Bytes.putNew(client, length);
      for (ObjectStoreClient putter : List.of(client, other)) {
        assertThatThrownBy(() -> Bytes.put(putter, taken, length))
            .isInstanceOf(ObjectExistsException.class)
            .hasMessageContaining(taken.toHex());
      }
    }
  }

  @Test
  @DisplayName("C32 a direct buffer of 100 bytes to write, one to read")
  void c32_shouldOfferDirectByteBuffers() {
    try (ObjectBuilder builder = client.create(id, 100)) {
      ByteBuffer buffer = builder.data().asByteBuffer();
      assertThat(buffer.isDirect()).isTrue();
      assertThat(buffer.limit()).isEqualTo(100);
      for (int i = 0; i < 25; i++) {
        buffer.putInt(i);
      }
      builder.release();
    }
    client.seal(id);
    try (ObjectHandle handle = client.get(id)) {
      ByteBuffer buffer = handle.data().asByteBuffer();
      assertThat(buffer.isDirect()).isTrue();
      for (int i = 0; i < 25; i++) {
        assertThat(buffer.getInt()).isEqualTo(i);
      }
    }
  }

  @Test
  @DisplayName("C33 200,000,000 bytes in a smaller store: full")
  void c33_shouldRefuseMoreThanTheStoreHas() {
    assertThatThrownBy(() -> client.create(id, 200_000_000))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("200000000")
        .hasMessageContaining(Integer.toString(CAPACITY));
  }

  @Test
  @DisplayName("C34 the store is killed under a blocked get: an error, no hang")
  void c34_shouldEndABlockedGetWhenTheStoreIsKilled() {
    try (StoreProcess mortal = StoreProcess.start(1 << 20)) {
      ObjectStoreClient blocked = mortal.client();
      FutureTask<ObjectHandle> get = new FutureTask<>(() -> blocked.getWhenSealed(id));
      Thread.startVirtualThread(get);
      CompletableFuture<ObjectHandle> later = blocked.getAsync(id, Duration.ofMinutes(10));
      Waiting.untilBlockedGets(mortal.client("observer"), 2);
      mortal.kill();
      for (Future<ObjectHandle> each : List.of(get, later)) {
        assertThatThrownBy(() -> each.get(20, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(DisconnectedException.class);
      }
    }
  }
}
