// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ReleasedException;
import io.tokamak.wire.message.DeleteOutcome;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading without a pin, getting with a pin of one's own, and ids that know where they were. */
class ShortWaysTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(32 << 20);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] read(ObjectStoreClient client, ObjectId id, int room) {
    byte[] target = new byte[room];
    long length = client.read(id, MemorySegment.ofArray(target));
    return Arrays.copyOf(target, Math.toIntExact(length));
  }

  @Test
  void shouldReadObjectsOut() {
    for (int length : List.of(0, 1, 1000, 3 << 20)) {
      ObjectId each = ObjectId.random();
      client.put(each, bytes(length, length));
      assertThat(read(client, each, length + 7)).isEqualTo(bytes(length, length));
    }
  }

  @Test
  void shouldReadWithoutWritingAnything() {
    client.put(id, bytes(1000, 1));
    assertThat(read(STORE.readOnlyClient(), id, 1000)).isEqualTo(bytes(1000, 1));
  }

  @Test
  void shouldFindNothingToReadBeforeTheSealAndAfterTheDeletion() {
    MemorySegment target = MemorySegment.ofArray(new byte[100]);
    assertThat(client.read(id, target)).isEqualTo(-1);
    try (ObjectBuilder builder = client.create(id, 100)) {
      assertThat(client.read(id, target)).isEqualTo(-1);
      builder.seal();
    }
    assertThat(client.read(id, target)).isEqualTo(100);
    client.delete(id);
    assertThat(client.read(id, target)).isEqualTo(-1);
  }

  @Test
  void shouldRefuseATargetThatIsTooSmall() {
    client.put(id, bytes(1000, 1));
    MemorySegment target = MemorySegment.ofArray(new byte[999]);
    assertThatThrownBy(() -> client.read(id, target)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void shouldRefuseToReadOnceClosed() {
    client.put(id, bytes(1000, 1));
    client.close();
    MemorySegment target = MemorySegment.ofArray(new byte[1000]);
    assertThatThrownBy(() -> client.read(id, target)).isInstanceOf(DisconnectedException.class);
  }

  @Test
  void shouldFindAnObjectThatIsNotWhereItWas() {
    ObjectHandle handle = client.newHandle();
    for (int life = 0; life < 100; life++) {
      byte[] data = bytes(64, life);
      client.put(ObjectId.random(), bytes(64, -life));
      client.put(id, data);
      assertThat(client.contains(id)).isTrue();
      assertThat(read(client, id, 64)).isEqualTo(data);
      assertThat(client.tryGet(id, handle)).isTrue();
      assertThat(handle.toByteArray()).isEqualTo(data);
      handle.release();
      assertThat(client.delete(id)).isEqualTo(DeleteOutcome.DELETED);
      assertThat(client.contains(id)).isFalse();
      assertThat(client.tryGet(id, handle)).isFalse();
    }
  }

  @Test
  void shouldHoldADeletedObjectUntilItsOwnPinIsGivenUp() {
    ObjectHandle handle = client.newHandle();
    byte[] data = bytes(1000, 1);
    client.put(id, data);
    for (int round = 0; round < 3; round++) {
      assertThat(client.tryGet(id, handle)).isTrue();
      handle.release();
    }
    assertThat(client.tryGet(id, handle)).isTrue();
    assertThat(client.delete(id)).isEqualTo(DeleteOutcome.DEFERRED);
    assertThat(handle.toByteArray()).isEqualTo(data);
    handle.release();
    assertThat(client.info(id)).isEmpty();
  }

  @Test
  void shouldNoticeMisuseOfAHandleWithAPinOfItsOwn() {
    ObjectHandle handle = client.newHandle();
    client.put(id, bytes(1000, 1));
    assertThat(client.tryGet(id, handle)).isTrue();
    handle.release();
    assertThat(client.tryGet(id, handle)).isTrue();
    assertThatThrownBy(() -> client.tryGet(id, handle)).isInstanceOf(InvalidRequestException.class);
    MemorySegment view = handle.data();
    handle.release();
    assertThatThrownBy(handle::release).isInstanceOf(ReleasedException.class);
    assertThatThrownBy(() -> handle.longAt(0)).isInstanceOf(ReleasedException.class);
    assertThatThrownBy(() -> view.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldReadWholeObjectsWhileTheyComeAndGo() {
    int length = 4096;
    AtomicBoolean stop = new AtomicBoolean();
    ObjectStoreClient writer = STORE.client("writer");
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(() -> putAndDelete(writer, length, stop));
    byte[] target = new byte[length];
    MemorySegment segment = MemorySegment.ofArray(target);
    long found = 0;
    for (int i = 0; i < 200_000 || (found < 100 && !writing.isDone()); i++) {
      if (client.read(id, segment) >= 0) {
        found++;
        byte first = target[0];
        assertThat(first).isNotZero();
        assertThat(Arrays.mismatch(target, filled(length, first))).isEqualTo(-1);
      }
    }
    stop.set(true);
    writing.join();
    assertThat(found).isGreaterThanOrEqualTo(100);
  }

  private void putAndDelete(ObjectStoreClient writer, int length, AtomicBoolean stop) {
    for (byte life = 1; !stop.get(); life = (byte) Math.max(1, life + 1)) {
      writer.put(id, filled(length, life));
      writer.delete(id);
      while (writer.info(id).isPresent()) { // the reader has it in use and will give it up
        Thread.onSpinWait();
      }
    }
  }

  private static byte[] filled(int length, byte value) {
    byte[] filled = new byte[length];
    Arrays.fill(filled, value);
    return filled;
  }
}
