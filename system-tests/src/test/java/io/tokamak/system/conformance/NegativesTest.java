// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.Soon;
import io.tokamak.system.process.StoreProcess;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectAlreadySealedException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.ReleasedException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.ReleasedNotice;
import io.tokamak.wire.message.SealRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What Plasma's stores did not survive, or got wrong. */
class NegativesTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(10_000_000);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FUZZED = 300;
  private static final int MB = 1 << 20;
  private static final long CROWDED_CAPACITY = 512L * MB;

  @TempDir Path directory;

  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  @Test
  @DisplayName("N01 get of one id twice returns the object twice")
  void n01_shouldReturnAnObjectAsOftenAsItIsNamed() throws Exception {
    ObjectId present = Bytes.putNew(client, 10);
    verifyTwice(present, client.getAll(List.of(present, present), PATIENCE));

    ObjectId late = ObjectId.random();
    CompletableFuture<Void> put = CompletableFuture.runAsync(() -> putWhenAwaited(late));
    verifyTwice(late, client.getAll(List.of(late, late), PATIENCE));
    put.join();
  }

  private void putWhenAwaited(ObjectId id) {
    try (ObjectStoreClient other = Tokamak.connect(STORE.socket())) {
      Waiting.untilBlockedGets(other, 1);
      Bytes.put(other, id, 10);
    }
  }

  private void verifyTwice(ObjectId id, List<@Nullable ObjectHandle> found) {
    assertThat(found).hasSize(2).doesNotContainNull();
    assertThat(found).extracting(ObjectHandle::id).containsOnly(id);
    assertThat(client.info(id).orElseThrow().pins()).isEqualTo(2);
    found.forEach(ObjectHandle::release);
    assertThat(client.info(id).orElseThrow().pins()).isZero();
  }

  @Test
  @DisplayName("N01 the same by message, without an end of the wait")
  void n01_shouldAnswerAMessageThatNamesAnIdTwice() {
    ObjectId id = Bytes.putNew(client, 10);
    try (RawClient raw = RawClient.open(STORE.socket(), "raw")) {
      List<ObjectLocation> found = raw.call(new GetRequest(-1, List.of(id, id))).objects();

      assertThat(found).hasSize(2).allMatch(ObjectLocation::present);
      assertThat(found.getFirst().offset()).isEqualTo(found.getLast().offset());
      assertThat(client.info(id).orElseThrow().pins()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("N02 release, seal and abort of what is not one's own are errors to that client")
  void n02_shouldRefuseWhatIsNotOnesOwn() {
    ObjectId absent = ObjectId.random();
    ObjectId sealed = Bytes.putNew(client, 10);
    try (RawClient raw = RawClient.open(STORE.socket(), "raw");
        ObjectHandle held = client.get(sealed);
        ObjectBuilder foreign = client.create(ObjectId.random(), 10)) {
      refuseReleases(raw, held.id());
      for (ObjectId id : List.of(absent, foreign.id(), sealed)) {
        Class<?> error = errorOf(id, absent, sealed);
        assertThatThrownBy(() -> raw.call(new SealRequest(id))).isInstanceOf(error);
        assertThatThrownBy(() -> raw.call(new AbortRequest(id))).isInstanceOf(error);
      }
      assertThat(raw.call(new ContainsRequest(List.of(sealed))).present()).containsExactly(true);
      assertThat(client.info(sealed).orElseThrow().pins()).isEqualTo(1);
      foreign.seal();
    }
  }

  private static Class<?> errorOf(ObjectId id, ObjectId absent, ObjectId sealed) {
    if (id.equals(absent)) {
      return ObjectNotFoundException.class;
    }
    return id.equals(sealed) ? ObjectAlreadySealedException.class : InvalidRequestException.class;
  }

  /** Of the entry that another client holds, and of entries that cannot be. */
  private static void refuseReleases(RawClient raw, ObjectId held) {
    EntryRef others = entryOf(held);
    for (EntryRef entry :
        List.of(others, new EntryRef(0, -1), new EntryRef(Integer.MAX_VALUE, 7))) {
      assertThatThrownBy(() -> raw.call(new ReleaseRequest(List.of(entry))))
          .isInstanceOf(InvalidRequestException.class);
      raw.send(new ReleasedNotice(List.of(entry)));
    }
  }

  private static EntryRef entryOf(ObjectId id) {
    try (RawClient raw = RawClient.open(STORE.socket(), "asks")) {
      ObjectLocation found = raw.call(GetRequest.of(id, 0)).objects().getFirst();
      return new EntryRef(found.entry(), found.generation());
    }
  }

  @Test
  @DisplayName("N02 a handle released twice, and another client's object, are errors in the API")
  void n02_shouldRefuseInTheApi() {
    ObjectHandle handle = client.get(Bytes.putNew(client, 10));
    handle.release();
    assertThatThrownBy(handle::release).isInstanceOf(ReleasedException.class);

    ObjectStoreClient other = STORE.client("other");
    try (ObjectBuilder foreign = client.create(ObjectId.random(), 10)) {
      assertThatThrownBy(() -> other.seal(foreign.id()))
          .isInstanceOf(InvalidRequestException.class);
      assertThatThrownBy(() -> other.abort(foreign.id()))
          .isInstanceOf(InvalidRequestException.class);
      foreign.seal();
    }
  }

  @Test
  @DisplayName("N03 88 bytes of garbage cost that client its connection, and nobody else anything")
  void n03_shouldDropWhoSendsGarbage() {
    ObjectId id = Bytes.putNew(client, 100);
    try (ObjectHandle bystander = client.get(id)) {
      dropped(Bytes.counting(0, 88));
      byte[] ones = new byte[88];
      Arrays.fill(ones, (byte) -1);
      dropped(ones);
      dropped(new byte[88]);

      assertThat(bystander.toByteArray()).hasSize(100);
      assertThat(client.stats().get("bad-frames")).isGreaterThanOrEqualTo(3);
    }
  }

  private static void dropped(byte[] bytes) {
    try (RawClient fresh = RawClient.connect(STORE.socket());
        RawClient known = RawClient.open(STORE.socket(), "known")) {
      for (RawClient raw : List.of(fresh, known)) {
        raw.send(bytes);
        assertThat(raw.isHungUp()).isTrue();
      }
    }
  }

  @Test
  @DisplayName("N03 frames of a wrong length, version, type, status or payload")
  void n03_shouldDropWhoSendsWrongFrames() {
    for (int length : new int[] {0, 15, 17, (1 << 20) + 1, Integer.MAX_VALUE, -1}) {
      dropped(changed(frame -> putInt(frame, 0, length)));
    }
    for (int version : new int[] {0, 2, 255}) {
      dropped(changed(frame -> frame[4] = (byte) version));
    }
    for (int type : new int[] {0, 21, 26, 255}) {
      dropped(changed(frame -> frame[5] = (byte) type));
    }
    dropped(changed(frame -> frame[6] = 1));
    dropped(changed(frame -> putInt(frame, 16, 3)));
    dropped(changed(frame -> putInt(frame, 16, -1)));
    dropped(changed(frame -> {}), "a request before HELLO");
  }

  private interface Change {
    void apply(byte[] frame);
  }

  /** The frame of a good request, made bad. */
  private static byte[] changed(Change change) {
    try (RawClient raw = RawClient.connect(STORE.socket())) {
      byte[] frame = raw.bytes(new ContainsRequest(List.of(ObjectId.ZERO, ObjectId.ZERO)));
      change.apply(frame);
      return frame;
    }
  }

  private static void putInt(byte[] frame, int offset, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      frame[offset + i] = (byte) (value >>> (8 * i));
    }
  }

  private static void dropped(byte[] bytes, String why) {
    try (RawClient raw = RawClient.connect(STORE.socket())) {
      raw.send(bytes);
      assertThat(raw.isHungUp()).as(why).isTrue();
    }
  }

  @Test
  @DisplayName("N03 messages cut off at every byte: that client's session ends, with what it held")
  void n03_shouldForgetWhoStopsInTheMiddle() {
    ObjectId id = Bytes.putNew(client, 100);
    byte[] hello = changedHello();
    for (int length = 0; length < hello.length; length++) {
      try (RawClient fresh = RawClient.connect(STORE.socket());
          RawClient known = RawClient.open(STORE.socket(), "known")) {
        known.call(GetRequest.of(id, 0));
        fresh.send(Arrays.copyOf(hello, length));
        known.send(Arrays.copyOf(hello, length));
      }
    }
    Soon.await("the store", PATIENCE).until(() -> client.stats().get("sessions") == 1);
    assertThat(client.info(id).orElseThrow().pins()).isZero();
  }

  private static byte[] changedHello() {
    try (RawClient raw = RawClient.connect(STORE.socket())) {
      return raw.bytes(new HelloRequest(false, 1, "cut off"));
    }
  }

  @Test
  @DisplayName("N03 random frames: the store goes on, without a surprise")
  void n03_shouldSurviveRandomFrames() {
    Seeds.run(
        "N03",
        random -> {
          ObjectId id = Bytes.putNew(client, 100);
          for (int i = 0; i < FUZZED; i++) {
            try (RawClient raw = RawClient.open(STORE.socket(), "fuzz")) {
              raw.send(randomFrame(random));
            }
          }
          Soon.await("the store", PATIENCE).until(() -> client.stats().get("sessions") == 1);
          assertThat(client.stats()).containsEntry("surprises", 0L);
          assertThat(client.info(id).isPresent()).isEqualTo(client.contains(id));
        });
  }

  /** With a good length, version and status, and any type, so that it gets as far as it can. */
  private static byte[] randomFrame(RandomGenerator random) {
    byte[] frame = new byte[16 + random.nextInt(200)];
    random.nextBytes(frame);
    putInt(frame, 0, frame.length);
    putInt(frame, 4, 1 | (random.nextInt(27) << 8));
    if (random.nextBoolean() && frame.length >= 20) {
      putInt(frame, 16, random.nextInt(8));
    }
    return frame;
  }

  @Test
  @DisplayName("N04 delete of an unsealed object is refused, and it can be sealed")
  void n04_shouldRefuseToDeleteAnUnsealedObject() {
    ObjectStoreClient other = STORE.client("other");
    for (int length : new int[] {10, MB}) {
      ObjectId id = ObjectId.random();
      try (ObjectBuilder builder = client.create(id, length)) {
        assertThat(client.delete(id)).isEqualTo(DeleteOutcome.REFUSED);
        assertThat(other.delete(id)).isEqualTo(DeleteOutcome.REFUSED);

        assertThat(client.info(id)).get().returns(ObjectState.CREATED, ObjectInfo::state);
        builder.seal();
      }
      assertThat(other.delete(id)).isEqualTo(DeleteOutcome.DELETED);
    }
  }

  @Test
  @DisplayName("N04 the same by message, and a create of one id twice")
  void n04_shouldRefuseByMessage() {
    ObjectId id = ObjectId.random();
    try (RawClient raw = RawClient.open(STORE.socket(), "raw")) {
      raw.call(new CreateRequest(id, 10, 0, 0));
      assertThat(raw.call(new DeleteRequest(List.of(id))).outcomes())
          .containsExactly(DeleteOutcome.REFUSED);
      assertThatThrownBy(() -> raw.call(new CreateRequest(id, 10, 0, 0)))
          .isInstanceOf(ObjectExistsException.class);

      raw.call(new SealRequest(id));
      assertThat(client.contains(id)).isTrue();
    }
  }

  @Test
  @DisplayName("N05 a store that does not fit in the memory is refused at once, with the figures")
  void n05_shouldRefuseACapacityThatDoesNotFit() throws IOException {
    long capacity = 2 * Files.getFileStore(Path.of("/dev/shm")).getTotalSpace() + MB;

    assertThat(StoreProcess.refusal(capacity, options -> options))
        .contains("/dev/shm", "--memory")
        .containsPattern("\\d{6,}");
  }

  /** Needs mounts of its own, which some containers forbid; says so loudly then. */
  @Test
  @DisplayName("N05 memory filled by others: creates are refused, nobody gets a SIGBUS")
  void n05_shouldSayFullWhenOthersFillTheMemory() throws Exception {
    Optional<List<String>> isolation = CrowdedStore.isolation();
    if (isolation.isEmpty()) {
      String left = "N05 LEFT OUT: it needs to mount a tmpfs (root, or user name spaces)";
      System.out.println(left);
      Assumptions.abort(left);
    }
    try (CrowdedStore crowded =
        CrowdedStore.start(isolation.orElseThrow(), directory, CROWDED_CAPACITY)) {
      ObjectStoreClient putter = crowded.store().client();
      ObjectId large = ObjectId.random();
      assertThatThrownBy(() -> putter.create(large, CROWDED_CAPACITY - MB))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("reserved");
      assertThat(putter.stats().get("reserved-bytes")).isBetween(1L, CROWDED_CAPACITY - 1);
      writeEverywhere(putter);

      crowded.clear();
      Soon.await("the store", PATIENCE).until(() -> reservedBytes(putter) == CROWDED_CAPACITY);
      putter.create(large, CROWDED_CAPACITY - MB).close();
    }
  }

  private static long reservedBytes(ObjectStoreClient client) {
    return client.stats().get("reserved-bytes");
  }

  /** More than there is, so that every byte the store hands out has been written and read. */
  private static void writeEverywhere(ObjectStoreClient client) {
    for (int i = 0; i < CROWDED_CAPACITY / MB; i++) {
      ObjectId id = ObjectId.random();
      byte[] bytes = Bytes.counting(i, MB);
      client.put(id, bytes);
      Bytes.expect(client, id, bytes, Bytes.NONE);
    }
  }
}
