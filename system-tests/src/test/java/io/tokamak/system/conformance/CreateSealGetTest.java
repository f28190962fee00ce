// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.NewObject;
import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectAlreadySealedException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.ReleasedException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Create, write, seal, get; data and metadata. */
class CreateSealGetTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(64 << 20);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  private void expect(ObjectId wanted, byte[] data, byte[] metadata) {
    Bytes.expect(client, wanted, data, metadata);
  }

  private long pins() {
    return client.info(id).orElseThrow().pins();
  }

  @Test
  @DisplayName("C10 create 50 bytes, write, seal, get")
  void c10_shouldReturnWhatWasWritten() {
    try (ObjectBuilder builder = client.create(id, 50)) {
      for (int i = 0; i < 50; i++) {
        builder.data().set(ValueLayout.JAVA_BYTE, i, (byte) i);
      }
      builder.seal();
    }
    expect(id, Bytes.counting(0, 50), Bytes.NONE);
  }

  @Test
  @DisplayName("C11 every length of data and metadata from 0 to 999")
  void c11_shouldKeepEveryLength() {
    List<ObjectId> ids = Bytes.ids("c11", 1000);
    for (int length = 0; length < 1000; length++) {
      byte[] metadata = Bytes.counting(7, length);
      try (ObjectBuilder builder = client.create(ids.get(length), length, metadata)) {
        builder.data().copyFrom(MemorySegment.ofArray(Bytes.counting(length, length)));
        builder.seal();
      }
    }
    for (int length = 0; length < 1000; length++) {
      expect(ids.get(length), Bytes.counting(length, length), Bytes.counting(7, length));
    }
  }

  @Test
  @DisplayName("C13 create-and-seal inline, every length; a second time: exists")
  void c13_shouldCreateAndSealInline() {
    for (int i = 0; i < 1000; i++) {
      ObjectId each = ObjectId.named("c13 " + i);
      List<NewObject> object =
          List.of(new NewObject(each, Bytes.counting(i, i), Bytes.counting(3, i)));
      client.putAll(object);
      expect(each, Bytes.counting(i, i), Bytes.counting(3, i));
      assertThatThrownBy(() -> client.putAll(object)).isInstanceOf(ObjectExistsException.class);
    }
  }

  @Test
  @DisplayName("C14 seal of an unknown id: not found")
  void c14_shouldRefuseToSealTheUnknown() {
    assertThatThrownBy(() -> client.seal(id)).isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  @DisplayName("C15 seal of a sealed object: already sealed")
  void c15_shouldRefuseToSealTwice() {
    Bytes.put(client, id, 10);
    assertThatThrownBy(() -> client.seal(id)).isInstanceOf(ObjectAlreadySealedException.class);
  }

  @Test
  @DisplayName("C16 get of an unknown id without waiting: nothing, and nothing in use")
  void c16_shouldReturnAtOnceWithoutAnObject() throws InterruptedException {
    assertThat(client.getAll(List.of(id), Duration.ZERO)).hasSize(1).containsOnlyNulls();
    assertThat(client.tryGet(id)).isEmpty();
    assertThat(client.info(id)).isEmpty();
  }

  @Test
  @DisplayName("C17 the metadata alone keeps the object in use; when it is dropped it is released")
  void c17_shouldReleaseWhenTheLastViewIsDropped() {
    client.put(id, Bytes.counting(0, 42), Bytes.counting(9, 5));
    MemorySegment metadata = client.get(id).metadata();
    Garbage.collect();
    assertThat(pins()).isEqualTo(1);
    assertThat(metadata.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(Bytes.counting(9, 5));

    metadata = MemorySegment.NULL;
    Garbage.collectUntil(() -> pins() == 0);
    assertThat(metadata.byteSize()).isZero();
  }

  @Test
  @DisplayName("C18 in use until the explicit release")
  void c18_shouldStayInUseUntilTheRelease() {
    Bytes.put(client, id, 10);
    ObjectHandle handle = client.get(id);
    Garbage.collect();
    assertThat(handle.toByteArray()).hasSize(10);
    assertThat(pins()).isEqualTo(1);
    handle.release();
    assertThat(pins()).isZero();
  }

  @Test
  @DisplayName("C19 get of two ids: in the order asked")
  void c19_shouldKeepTheOrderOfTheRequest() throws InterruptedException {
    List<ObjectId> ids = Bytes.ids("c19", 2);
    ids.forEach(each -> client.put(each, each.toBytes()));
    for (List<ObjectId> order : List.of(ids, ids.reversed())) {
      List<ObjectId> got =
          client.getAll(order, Duration.ZERO).stream()
              .map(handle -> ObjectId.fromBytes(taken(handle)))
              .toList();
      assertThat(got).isEqualTo(order);
    }
  }

  private static byte[] taken(ObjectHandle handle) {
    try (handle) {
      return handle.toByteArray();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10, 100, 1000})
  @DisplayName("C20 60 absent ids, with time-outs: all absent, not before the time is up")
  void c20_shouldWaitAsLongAsAsked(long timeoutMs) throws InterruptedException {
    long startNs = System.nanoTime();
    assertThat(client.getAll(Bytes.ids("c20", 60), Duration.ofMillis(timeoutMs)))
        .hasSize(60)
        .containsOnlyNulls();
    assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(timeoutMs * 1_000_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10, 100, 1000})
  @DisplayName("C21 30 of 60 ids are there: those come with their bytes, the others not")
  void c21_shouldReturnWhatIsThere(long timeoutMs) throws InterruptedException {
    List<ObjectId> ids = Bytes.ids("c21", 60);
    for (int i = 0; i < 60; i += 2) {
      client.put(ids.get(i), ids.get(i).toBytes());
    }
    var got = client.getAll(ids, Duration.ofMillis(timeoutMs));
    for (int i = 0; i < 60; i++) {
      if (i % 2 == 0) {
        assertThat(taken(Objects.requireNonNull(got.get(i)))).isEqualTo(ids.get(i).toBytes());
      } else {
        assertThat(got.get(i)).isNull();
      }
    }
  }

  @Test
  @DisplayName("C23 no write past the end of the create buffer, no read past that of a get")
  void c23_shouldBoundTheBuffers() {
    try (ObjectBuilder builder = client.create(id, 100)) {
      assertThatThrownBy(() -> builder.data().set(ValueLayout.JAVA_BYTE, 100, (byte) 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      builder.seal();
    }
    try (ObjectHandle handle = client.get(id)) {
      assertThatThrownBy(() -> handle.data().get(ValueLayout.JAVA_BYTE, 100))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> handle.byteAt(100)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> handle.longAt(93)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  @DisplayName("C24 no write into what get returns")
  void c24_shouldNotLetReadersWrite() {
    client.put(id, Bytes.counting(0, 10), Bytes.counting(0, 10));
    try (ObjectHandle handle = client.get(id)) {
      List.of(handle.data(), handle.metadata(), handle.sharedData(), handle.sharedMetadata())
          .forEach(CreateSealGetTest::expectReadOnly);
    }
    expect(id, Bytes.counting(0, 10), Bytes.counting(0, 10));
  }

  private static void expectReadOnly(MemorySegment view) {
    ByteBuffer buffer = view.asByteBuffer();
    assertThat(view.isReadOnly()).isTrue();
    assertThatThrownBy(() -> view.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
        .isInstanceOfAny(IllegalArgumentException.class, UnsupportedOperationException.class);
    assertThatThrownBy(() -> buffer.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
  }

  /** Upstream wishes for it and does not do it. */
  @Test
  @DisplayName("C25 no write into the create buffer after the seal")
  void c25_shouldNotLetTheCreatorWriteAfterTheSeal() {
    try (ObjectBuilder builder = client.create(id, 10)) {
      List<MemorySegment> views = List.of(builder.data(), builder.sharedData());
      ByteBuffer buffer = builder.data().asByteBuffer();
      buffer.put(Bytes.counting(0, 10));
      builder.seal();
      for (MemorySegment view : views) {
        assertThatThrownBy(() -> view.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThatThrownBy(() -> buffer.put(0, (byte) 1)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(builder::data).isInstanceOf(ReleasedException.class);
    }
    expect(id, Bytes.counting(0, 10), Bytes.NONE);
  }

  @Test
  @DisplayName("C26 a batch of two")
  void c26_shouldCreateAndSealABatch() {
    List<ObjectId> ids = Bytes.ids("c26", 2);
    client.putAll(
        List.of(
            new NewObject(ids.get(0), Bytes.counting(1, 5), Bytes.counting(2, 1)),
            new NewObject(ids.get(1), Bytes.counting(3, 6), Bytes.counting(4, 2))));
    expect(ids.get(0), Bytes.counting(1, 5), Bytes.counting(2, 1));
    expect(ids.get(1), Bytes.counting(3, 6), Bytes.counting(4, 2));
  }
}
