// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.ObjectInUseException;
import io.tokamak.wire.error.ReleasedException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DoorbellNotice;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GoodbyeRequest;
import io.tokamak.wire.message.LeaseReply;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SealRequest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ObjectBuilderTest {
  private static final ObjectId ID = ObjectId.named("new");

  private final FakeNode node = new FakeNode();
  private final ObjectStoreClient client = Tokamak.connect(node.socket);

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  @Test
  void shouldCreateAndSealWithoutAWordOnceThereIsALease() {
    client.put(ObjectId.named("first"), new byte[10]);
    assertThat(node.count(LeaseRequest.class)).isEqualTo(1);
    int before = node.seen.size();
    try (ObjectBuilder builder = client.create(ID, 100, new byte[] {1, 2, 3})) {
      assertThat(builder.length()).isEqualTo(100);
      assertThat(builder.metadataLength()).isEqualTo(3);
      assertThat(client.contains(ID)).isFalse();
      for (int i = 0; i < 100; i++) {
        builder.data().set(ValueLayout.JAVA_BYTE, i, (byte) i);
      }
      builder.seal();
    }
    assertThat(node.seen).hasSize(before);
    try (ObjectHandle handle = client.get(ID)) {
      assertThat(handle.byteAt(99)).isEqualTo((byte) 99);
      assertThat(handle.metadataBytes()).containsExactly(1, 2, 3);
    }
    assertThat(node.slot.ring().poll()).isPositive();
    assertThat(node.slot.ring().poll()).isPositive();
    assertThat(node.slot.ring().poll()).isZero();
  }

  @Test
  void shouldEndWritableViewsAtSeal() {
    ObjectBuilder builder = client.create(ID, 8);
    MemorySegment data = builder.data();
    MemorySegment shared = builder.sharedData();
    assertThat(data.isReadOnly()).isFalse();
    assertThatThrownBy(() -> data.set(ValueLayout.JAVA_BYTE, 8, (byte) 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    builder.seal();
    assertThatThrownBy(() -> data.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> shared.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(builder::data).isInstanceOf(ReleasedException.class);
    assertThatThrownBy(builder::seal)
        .isInstanceOf(ReleasedException.class)
        .hasMessageContaining("sealed already");
    assertThatThrownBy(builder::abort).isInstanceOf(ReleasedException.class);
    builder.close();
    assertThat(client.contains(ID)).isTrue();
  }

  @Test
  void shouldRefuseToSealWhileAnotherThreadWrites() {
    ObjectBuilder builder = client.create(ID, 8);
    assertThat(builder.data().byteSize()).isEqualTo(8);
    assertThatThrownBy(() -> CompletableFuture.runAsync(builder::seal).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ObjectInUseException.class);
    builder.data().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
    builder.seal();
    assertThat(client.contains(ID)).isTrue();
  }

  @Test
  void shouldAbortWhatIsNotSealed() {
    try (ObjectBuilder builder = client.create(ID, 8)) {
      assertThat(builder.data().byteSize()).isEqualTo(8);
    }
    assertThat(node.seen).contains(new AbortRequest(ID));
    assertThat(client.contains(ID)).isFalse();
  }

  @Test
  void shouldGetAtTheMomentOfSealing() {
    ObjectBuilder builder = client.create(ID, 8);
    builder.data().fill((byte) 5);
    try (ObjectHandle handle = builder.sealAndGet()) {
      assertThat(handle.toByteArray()).containsOnly(5);
      assertThat(node.pins()).isEqualTo(1);
    }
    assertThat(node.pins()).isZero();
  }

  @Test
  void shouldSealAndAbortByIdInTheStyleOfPlasma() {
    ObjectBuilder sealed = client.create(ID, 8);
    client.seal(ID);
    assertThat(client.contains(ID)).isTrue();
    assertThatThrownBy(sealed::data).isInstanceOf(ReleasedException.class);

    ObjectId other = ObjectId.named("other");
    ObjectBuilder aborted = client.create(other, 8);
    assertThatThrownBy(() -> client.abort(other)).isInstanceOf(ObjectInUseException.class);
    aborted.release();
    assertThatThrownBy(aborted::seal)
        .isInstanceOf(ReleasedException.class)
        .hasMessageContaining("with the id");
    client.abort(other);
    assertThat(node.seen).contains(new AbortRequest(other));

    ObjectId third = ObjectId.named("third");
    client.create(third, 8).release();
    client.seal(third);
    assertThat(client.contains(third)).isTrue();

    client.seal(ObjectId.named("of nobody here"));
    assertThat(node.seen).contains(new SealRequest(ObjectId.named("of nobody here")));
  }

  @Test
  void shouldAbortTheObjectOfAForgottenBuilderOnceAndKeepOneThatHasAView() {
    MemorySegment[] views = {viewOfAForgottenBuilder()};
    try (LogRecords log = LogRecords.of(Writes.class)) {
      ObjectId forgotten = ObjectId.named("forgotten");
      create(forgotten);
      collectGarbageUntilAborted(forgotten);
      assertThat(node.seen).containsOnlyOnce(new AbortRequest(forgotten));
      views[0].fill((byte) 1);
      assertThat(node.seen).doesNotContain(new AbortRequest(ID));
      assertThat(log.messages()).singleElement().asString().contains(forgotten.toHex());
      views[0] = null;
      collectGarbageUntilAborted(ID);
      assertThat(log.messages()).hasSize(2);
    }
  }

  private MemorySegment viewOfAForgottenBuilder() {
    return client.create(ID, 8).sharedData();
  }

  private void create(ObjectId id) {
    assertThat(client.create(id, 8).length()).isEqualTo(8);
  }

  private void collectGarbageUntilAborted(ObjectId id) {
    Awaitility.await()
        .untilAsserted(() -> {
          System.gc();
          assertThat(node.seen).contains(new AbortRequest(id));
        });
  }

  @Test
  void shouldKeepWhatWasReleasedToBeEndedById() {
    client.create(ID, 8).release();
    ObjectId other = ObjectId.named("other");
    client.create(other, 8).release();
    ObjectId forgotten = ObjectId.named("forgotten");
    create(forgotten);
    collectGarbageUntilAborted(forgotten);
    assertThat(node.count(AbortRequest.class)).isEqualTo(1);
    client.seal(ID);
    assertThat(client.contains(ID)).isTrue();
    client.abort(other);
    assertThat(node.count(AbortRequest.class)).isEqualTo(2);
  }

  @Test
  void shouldStillEndByIdWhatAForgottenBuilderLeft() {
    ObjectBuilder sealed = client.create(ID, 8);
    sealed.building().clear();
    client.seal(ID);
    assertThat(client.contains(ID)).isTrue();
    ObjectId other = ObjectId.named("other");
    ObjectBuilder aborted = client.create(other, 8);
    aborted.building().clear();
    client.abort(other);
    assertThat(node.seen).containsOnlyOnce(new AbortRequest(other));
  }

  @Test
  void shouldEndTheSessionOfAClosedClientWhoseBuilderIsForgotten() {
    ObjectBuilder left = client.create(ID, 8);
    left.building().clear();
    client.close();
    assertThat(node.seen).containsOnlyOnce(new AbortRequest(ID));
    assertThat(node.count(GoodbyeRequest.class)).isEqualTo(1);
  }

  @Test
  void shouldAskTheStoreWhenAnIdIsTaken() {
    node.answer(MessageType.CREATE, FakeNode.PARK)
        .refuse(MessageType.CREATE, ErrorCode.OBJECT_EXISTS);
    client.put(ID, new byte[1]);
    assertThatThrownBy(() -> client.put(ID, new byte[1])).isInstanceOf(ObjectExistsException.class);
    assertThat(node.count(CreateRequest.class)).isEqualTo(1);
    client.put(ObjectId.named("another"), new byte[1]);
    assertThat(client.contains(ObjectId.named("another"))).isTrue();
  }

  @Test
  void shouldGiveBackABlockWhoseLeaseEndedWhileItsIdWasFoundTaken() {
    long cursor = node.segment.geometry().slotOffset(0) + SlotLayout.LEASE_CURSOR;
    FakeNode other = new FakeNode();
    try (other;
        ObjectStoreClient racing =
            Tokamak.builder()
                .socket(other.socket)
                .words(words -> endingTheLeaseAtRetreat(words, cursor, other))
                .connect()) {
      other.refuse(MessageType.CREATE, ErrorCode.OBJECT_EXISTS);
      racing.put(ID, new byte[1]);
      assertThatThrownBy(() -> racing.put(ID, new byte[1]))
          .isInstanceOf(ObjectExistsException.class);
      assertThat(other.count(AbortRequest.class)).isEqualTo(1);
      assertThat(other.seen).doesNotContain(new AbortRequest(ID));
      assertThat(racing.contains(ID)).isTrue();
      racing.put(ObjectId.named("next"), new byte[1]);
    }
  }

  /** Giving a block back moves the cursor backwards: just before that the store takes the lease. */
  private static SharedWords endingTheLeaseAtRetreat(
      SharedWords words, long cursor, FakeNode store) {
    return (SharedWords)
        Proxy.newProxyInstance(
            SharedWords.class.getClassLoader(),
            new Class<?>[] {SharedWords.class},
            (proxy, method, arguments) -> {
              boolean retreat =
                  method.getName().equals("compareAndSet")
                      && (long) arguments[0] == cursor
                      && (long) arguments[2] < (long) arguments[1];
              if (retreat) {
                store.slot.lease().close();
              }
              return method.invoke(words, arguments);
            });
  }

  @Test
  void shouldAskForALeaseWhenOneIsUsedUpAndKeepUnusedEntries() {
    for (int i = 0; i < 10; i++) {
      client.put(ObjectId.named("small " + i), new byte[1]);
    }
    assertThat(node.count(LeaseRequest.class)).isEqualTo(2);
    for (int i = 0; i < 5; i++) {
      client.put(ObjectId.named("large " + i), new byte[30_000]);
    }
    List<LeaseRequest> leases =
        node.seen.stream()
            .filter(LeaseRequest.class::isInstance)
            .map(LeaseRequest.class::cast)
            .toList();
    assertThat(leases).extracting(LeaseRequest::wantEntries).startsWith(256, 256, 252);
    assertThat(client.contains(ObjectId.named("large 4"))).isTrue();
  }

  @Test
  void shouldCreateByMessageWhatIsTooLongForALease() {
    answerCreates();
    int length = 200_000;
    client.put(ID, new byte[length], new byte[] {9});
    assertThat(node.seen).contains(new CreateRequest(ID, length, 1, 0));
    try (ObjectHandle handle = client.get(ID)) {
      assertThat(handle.length()).isEqualTo(length);
      assertThat(handle.metadataBytes()).containsExactly(9);
    }
  }

  private void answerCreates() {
    node.answer(
        MessageType.CREATE,
        request -> {
          CreateRequest create = (CreateRequest) request;
          return Optional.of(
              node.createReply(
                  node.create(create.id(), create.dataLength(), create.metadataLength(), 0)));
        });
  }

  @Test
  void shouldNotAskForALeaseAgainAndAgainWhenThereIsNone() {
    answerCreates();
    node.answer(MessageType.LEASE, request -> Optional.of(LeaseReply.NONE));
    for (int i = 0; i < 33; i++) {
      client.put(ObjectId.named("object " + i), new byte[1]);
    }
    assertThat(node.count(CreateRequest.class)).isEqualTo(33);
    assertThat(node.count(LeaseRequest.class)).isEqualTo(1);
  }

  @Test
  void shouldWaitForRoomInTheQueueOfTheStore() throws Exception {
    node.answer(MessageType.LEASE, request -> Optional.of(LeaseReply.NONE));
    node.answer(MessageType.CREATE, this::fullAtOnce);
    CompletableFuture<ObjectBuilder> created = client.createAsync(ID, 10, new byte[0]);
    FakeNode.Parked queued = node.parked.take();
    assertThat(queued.request()).isEqualTo(new CreateRequest(ID, 10, 0, -1));
    assertThat(created).isNotDone();
    queued.answer(node.createReply(node.create(ID, 10, 0, 0)));
    created.get(10, TimeUnit.SECONDS).seal();
    assertThat(client.contains(ID)).isTrue();
  }

  private Optional<Reply> fullAtOnce(Request request) {
    return ((CreateRequest) request).deadlineMs() == 0
        ? Optional.of(new ErrorReply(ErrorCode.STORE_FULL, "full"))
        : Optional.empty();
  }

  @Test
  void shouldNotWaitWhenAskedNotTo() {
    node.refuse(MessageType.CREATE, ErrorCode.STORE_FULL);
    assertThatThrownBy(() -> client.create(ID, 1 << 20, new byte[0], Duration.ZERO))
        .isInstanceOf(StoreFullException.class);
    assertThat(node.count(CreateRequest.class)).isEqualTo(1);
  }

  @Test
  void shouldAbortAnObjectThatComesAfterItsCreatorWasInterrupted() throws Exception {
    node.answer(MessageType.LEASE, request -> Optional.of(LeaseReply.NONE));
    node.answer(MessageType.CREATE, this::fullAtOnce);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread creator =
        Thread.startVirtualThread(() -> {
          try {
            client.put(ID, new byte[10]);
          } catch (StoreTimeoutException e) {
            interrupted.complete(Thread.currentThread().isInterrupted());
          }
        });
    FakeNode.Parked queued = node.parked.take();
    creator.interrupt();
    assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
    queued.answer(node.createReply(node.create(ID, 10, 0, 0)));
    Awaitility.await().untilAsserted(() -> assertThat(node.seen).contains(new AbortRequest(ID)));
  }

  @Test
  void shouldRingWhenSomebodyWaitsForSeals() {
    node.segment.signals().interest(true);
    client.put(ID, new byte[1]);
    Awaitility.await().untilAsserted(() -> assertThat(node.seen).contains(DoorbellNotice.DOORBELL));
    client.put(ObjectId.named("second"), new byte[1]);
    client.seal(ObjectId.named("barrier"));
    assertThat(node.count(DoorbellNotice.class)).isEqualTo(1);
  }

  @Test
  void shouldRefuseToWriteThroughAReadOnlyClient() {
    long ref = node.put(ID, new byte[] {1, 2, 3}, new byte[0]);
    ObjectLocation onTheBooks = node.location(ref, ObjectLocation.PINNED_BY_STORE);
    node.answer(MessageType.GET, request -> Optional.of(GetReply.of(onTheBooks)));
    try (ObjectStoreClient reader = Tokamak.builder().socket(node.socket).readOnly().connect()) {
      assertThat(reader.isReadOnly()).isTrue();
      assertThat(reader.contains(ID)).isTrue();
      try (ObjectHandle handle = reader.get(ID)) {
        assertThat(handle.toByteArray()).containsExactly(1, 2, 3);
      }
      assertThat(node.count(ReleaseRequest.class)).isEqualTo(1);
      List<ThrowableAssert.ThrowingCallable> writes =
          List.of(
              () -> reader.put(ObjectId.random(), new byte[1]),
              () -> reader.create(ObjectId.random(), 1),
              () -> reader.putAll(List.of(new NewObject(ObjectId.random(), new byte[1]))),
              () -> reader.delete(ID),
              () -> reader.seal(ID),
              () -> reader.abort(ID),
              () -> reader.evict(1),
              () -> reader.pin(List.of(ID)),
              () -> reader.unpin(List.of(ID)),
              () -> reader.setQuota(1));
      for (var write : writes) {
        assertThatThrownBy(write)
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("read-only");
      }
    }
  }

  @Test
  void shouldWriteByMessageWithoutASlot() {
    answerCreates();
    node.answer(
        MessageType.SEAL,
        request -> {
          ObjectId id = ((SealRequest) request).id();
          long ref = node.segment.table().find(id.word0(), id.word1(), id.word2());
          int entry = ObjectRef.entry(ref);
          long control = node.segment.entries().control(entry);
          node.segment.entries().publish(entry, Control.withState(control, Control.SEALED));
          return Optional.of(EmptyReply.DONE);
        });
    try (ObjectStoreClient second = Tokamak.connect(node.socket)) {
      second.put(ID, new byte[] {4, 5});
      assertThat(node.count(LeaseRequest.class)).isZero();
      assertThat(second.contains(ID)).isTrue();
      assertThat(client.contains(ID)).isTrue();
    }
  }
}
