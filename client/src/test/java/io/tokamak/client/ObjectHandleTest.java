// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectInUseException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.ReleasedException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.ReleaseRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ObjectHandleTest {
  private static final ObjectId ID = ObjectId.named("greeting");
  private static final byte[] DATA = "hello, shared memory".getBytes(UTF_8);
  private static final byte[] METADATA = "text".getBytes(UTF_8);

  private final FakeNode node = new FakeNode();
  private final ObjectStoreClient client = Tokamak.connect(node.socket);

  ObjectHandleTest() {
    node.put(ID, DATA, METADATA);
  }

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  @Test
  void shouldReadWithoutAWordToTheNode() {
    long before = node.seen.size();
    try (ObjectHandle handle = client.get(ID)) {
      assertThat(handle.id()).isEqualTo(ID);
      assertThat(handle.length()).isEqualTo(DATA.length);
      assertThat(handle.metadataLength()).isEqualTo(METADATA.length);
      assertThat(handle.toByteArray()).isEqualTo(DATA);
      assertThat(handle.metadataBytes()).isEqualTo(METADATA);
      assertThat(handle.byteAt(1)).isEqualTo((byte) 'e');
      assertThat(handle.longAt(0))
          .isEqualTo(MemorySegment.ofArray(DATA).get(ValueLayout.JAVA_LONG_UNALIGNED, 0));
      assertThat(client.contains(ID)).isTrue();
    }
    assertThat(node.seen).hasSize((int) before);
  }

  @Test
  void shouldNotBeginALifeBeforeThePinOfTheLastIsCleared() {
    ObjectHandle handle = client.newHandle();
    assertThat(client.tryGet(ID, handle)).isTrue();
    handle.release();
    assertThat(client.tryGet(ID, handle)).isTrue();
    Hold hold = handle.hold();
    long life = hold.life();
    hold.endWithOwnPin(life);
    assertThat(handle.isOpen()).isTrue();
    assertThatThrownBy(() -> handle.byteAt(0)).isInstanceOf(ReleasedException.class);
    assertThatThrownBy(() -> client.tryGet(ID, handle)).isInstanceOf(InvalidRequestException.class);
    assertThat(hold.ownPin()).isNotNull();
    hold.ownPin().unpin(hold.ref());
    hold.ended(life);
    assertThat(client.tryGet(ID, handle)).isTrue();
    assertThat(node.pins()).isEqualTo(1);
    handle.release();
  }

  @Test
  void shouldLeaveTheViewsOfALaterLifeAlone() {
    ObjectHandle handle = client.newHandle();
    assertThat(client.tryGet(ID, handle)).isTrue();
    handle.data();
    long stale = handle.hold().life();
    handle.release();
    assertThat(client.tryGet(ID, handle)).isTrue();
    MemorySegment data = handle.data();
    handle.closeViews(stale);
    assertThat(data.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(DATA[0]);
    handle.release();
  }

  @Test
  void shouldPinWhileOpenAndNotAfter() {
    ObjectHandle first = client.get(ID);
    ObjectHandle second = client.get(ID);
    assertThat(node.pins()).isEqualTo(2);
    first.close();
    second.release();
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldShowReadOnlyViewsBoundedToTheObject() {
    try (ObjectHandle handle = client.get(ID)) {
      MemorySegment data = handle.data();
      assertThat(data.toArray(ValueLayout.JAVA_BYTE)).isEqualTo(DATA);
      assertThat(handle.metadata().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(METADATA);
      assertThat(handle.data()).isSameAs(data);
      assertThat(data.isReadOnly()).isTrue();
      assertThatThrownBy(() -> data.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> data.get(ValueLayout.JAVA_BYTE, DATA.length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> handle.byteAt(DATA.length))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> handle.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> handle.longAt(DATA.length - 7))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> handle.copyTo(15, new byte[9], 0, 9))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void shouldRefuseEveryUseAfterRelease() {
    ObjectHandle handle = client.get(ID);
    MemorySegment data = handle.data();
    MemorySegment shared = handle.sharedData();
    handle.release();
    assertThat(handle.isOpen()).isFalse();
    assertThatThrownBy(() -> data.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> shared.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    List<ThrowingCallable> uses =
        List.of(
            handle::release,
            handle::data,
            handle::sharedMetadata,
            handle::length,
            handle::id,
            handle::toByteArray,
            handle::metadataBytes,
            handle::inputStream,
            () -> handle.longAt(0),
            () -> handle.byteAt(0),
            () -> handle.copyTo(0, new byte[1], 0, 1));
    for (var use : uses) {
      assertThatExceptionOfType(ReleasedException.class)
          .isThrownBy(use)
          .withMessageContaining("release");
    }
    handle.close();
  }

  @Test
  void shouldReadEmptyObjects() {
    ObjectId empty = ObjectId.named("empty");
    node.put(empty, new byte[0], new byte[0]);
    try (ObjectHandle handle = client.get(empty)) {
      assertThat(handle.toByteArray()).isEmpty();
      assertThat(handle.data().byteSize()).isZero();
      assertThat(handle.metadata().byteSize()).isZero();
    }
  }

  @Test
  void shouldKeepAConfinedViewToItsThread() throws Exception {
    ObjectHandle handle = client.get(ID);
    assertThat(handle.data().byteSize()).isEqualTo(DATA.length);
    assertThat(failureElsewhere(handle::data))
        .isInstanceOf(ObjectInUseException.class)
        .hasMessageContaining("sharedData");
    assertThat(failureElsewhere(handle::close))
        .isInstanceOf(ObjectInUseException.class)
        .hasMessageContaining("sharedData");
    assertThat(handle.data().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(DATA[0]);
    assertThat(node.pins()).isEqualTo(1);
    handle.close();
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldPassSharedViewsAndHandlesBetweenThreads() throws Exception {
    ObjectHandle handle = client.get(ID);
    MemorySegment shared = handle.sharedData();
    CompletableFuture<Byte> other =
        CompletableFuture.supplyAsync(() -> {
          byte value = shared.get(ValueLayout.JAVA_BYTE, 0);
          assertThat(handle.byteAt(0)).isEqualTo(value);
          handle.close();
          return value;
        });
    assertThat(other.get()).isEqualTo(DATA[0]);
    assertThatThrownBy(() -> shared.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
    assertThat(node.pins()).isZero();
  }

  private static Throwable failureElsewhere(Runnable work) throws InterruptedException {
    try {
      CompletableFuture.runAsync(work).get();
      throw new AssertionError("it worked in another thread");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Test
  void shouldUseOneHandleForManyObjectsWithoutAllocation() {
    ObjectHandle handle = client.newHandle();
    ObjectId absent = ObjectId.named("absent");
    for (int i = 0; i < 20_000; i++) {
      getAndRelease(handle, absent);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      getAndRelease(handle, absent);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).isLessThan(10_000);
    assertThat(node.pins()).isZero();
  }

  private void getAndRelease(ObjectHandle handle, ObjectId absent) {
    boolean right =
        client.contains(ID) && !client.tryGet(absent, handle) && client.tryGet(ID, handle);
    if (!right || handle.byteAt(0) != DATA[0]) {
      throw new AssertionError("wrong answer");
    }
    handle.release();
  }

  @Test
  void shouldRefuseAHandleThatIsInUseOrOfAnotherClient() {
    ObjectHandle handle = client.newHandle();
    assertThatThrownBy(handle::release).isInstanceOf(ReleasedException.class);
    assertThat(client.tryGet(ID, handle)).isTrue();
    assertThatThrownBy(() -> client.tryGet(ID, handle))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("release it first");
    handle.release();
    try (ObjectStoreClient other = Tokamak.connect(node.socket)) {
      assertThatThrownBy(() -> other.tryGet(ID, handle))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void shouldSayWhichObjectIsNotThere() {
    ObjectId absent = ObjectId.named("absent");
    assertThatThrownBy(() -> client.get(absent))
        .isInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining(absent.toHex());
    assertThat(client.tryGet(absent)).isEmpty();
    assertThat(client.contains(absent)).isFalse();
    assertThat(node.count(GetRequest.class)).isZero();
  }

  @Test
  void shouldNotSeeUnsealedObjects() {
    ObjectId unsealed = ObjectId.named("unsealed");
    node.create(unsealed, 10, 0, 0);
    assertThat(client.contains(unsealed)).isFalse();
    assertThat(client.tryGet(unsealed)).isEmpty();
  }

  @Test
  void shouldPinByMessageWhenAllPinsAreTaken() {
    List<ObjectHandle> handles = new ArrayList<>();
    for (int i = 0; i < 1024; i++) {
      handles.add(client.get(ID));
    }
    assertThat(node.count(GetRequest.class)).isZero();
    long ref = node.segment.table().find(ID.word0(), ID.word1(), ID.word2());
    ObjectLocation onTheBooksOfTheStore = node.location(ref, ObjectLocation.PINNED_BY_STORE);
    node.answer(MessageType.GET, request -> Optional.of(GetReply.of(onTheBooksOfTheStore)));
    ObjectHandle onTheBooks = client.get(ID);
    assertThat(onTheBooks.toByteArray()).isEqualTo(DATA);
    onTheBooks.close();
    assertThat(node.count(ReleaseRequest.class)).isEqualTo(1);
    handles.forEach(ObjectHandle::close);
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldStream(@TempDir Path directory) throws IOException {
    try (ObjectHandle handle = client.get(ID)) {
      ByteArrayOutputStream copy = new ByteArrayOutputStream();
      handle.writeTo(copy);
      assertThat(copy.toByteArray()).isEqualTo(DATA);
      handle.writeTo(directory.resolve("copy"));
      assertThat(Files.readAllBytes(directory.resolve("copy"))).isEqualTo(DATA);
      var stream = handle.inputStream();
      assertThat(stream.read()).isEqualTo(DATA[0]);
      assertThat(stream.skip(4)).isEqualTo(4);
      assertThat(stream.available()).isEqualTo(DATA.length - 5);
      assertThat(stream.readAllBytes()).hasSize(DATA.length - 5);
      assertThat(stream.read()).isEqualTo(-1);
      assertThat(stream.read(new byte[3], 0, 3)).isEqualTo(-1);
    }
  }

  @Test
  void shouldReleaseALostHandleOnceAndKeepOneThatHasAView() {
    MemorySegment[] views = {viewOfAForgottenHandle()};
    try (LogRecords log = LogRecords.of(LostHandles.class)) {
      collectGarbageUntil(forgetAHandle());
      assertThat(node.pins()).isEqualTo(1);
      assertThat(views[0].get(ValueLayout.JAVA_BYTE, 0)).isEqualTo(DATA[0]);
      assertThat(log.messages()).singleElement().asString().contains(ID.toHex());
      views[0] = null;
      collectGarbageUntil(0);
      assertThat(log.messages()).hasSize(2);
    }
  }

  private MemorySegment viewOfAForgottenHandle() {
    return client.get(ID).data();
  }

  private int forgetAHandle() {
    assertThat(client.get(ID).isOpen()).isTrue();
    return node.pins() - 1;
  }

  private void collectGarbageUntil(int pins) {
    await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(node.pins()).isEqualTo(pins);
        });
  }

  @Test
  void shouldGiveThePinsOfForgottenReusableHandlesBack() {
    useAndForgetReusableHandles(100);
    assertThat(pinsTakenOrSetAside()).isPositive();
    await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(pinsTakenOrSetAside()).isZero();
        });
    assertThat(node.pins()).isZero();
  }

  private void useAndForgetReusableHandles(int count) {
    for (int i = 0; i < count; i++) {
      ObjectHandle handle = client.newHandle();
      assertThat(client.tryGet(ID, handle)).isTrue();
      handle.release();
    }
  }

  private long pinsTakenOrSetAside() {
    return IntStream.range(0, SlotLayout.PIN_COUNT)
        .filter(pin -> node.slot.pins().ref(pin) != 0)
        .count();
  }
}
