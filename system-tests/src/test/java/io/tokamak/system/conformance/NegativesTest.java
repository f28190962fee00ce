// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.StoreProcess;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.HelloRequest;
import io.tokamak.wire.message.ReleaseRequest;
import io.tokamak.wire.message.SealRequest;
import io.tokamak.wire.message.StatsRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Known faults of Plasma that are not to be repeated. */
class NegativesTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(16 << 20);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  @Test
  @DisplayName("N01 get([x, x]) waiting for ever: twice the same object, at once")
  void n01_shouldReturnADuplicateTwice() throws InterruptedException {
    Bytes.put(client, id, 100);
    List<ObjectHandle> both = client.getAll(List.of(id, id), Duration.ofDays(365));
    assertThat(both).hasSize(2).allMatch(handle -> handle.id().equals(id));
    assertThat(client.info(id).orElseThrow().pins()).isEqualTo(2);
    both.forEach(ObjectHandle::close);

    ObjectStoreClient readOnly = STORE.readOnlyClient();
    List<ObjectHandle> byMessage = readOnly.getAll(List.of(id, id), Duration.ofDays(365));
    assertThat(byMessage).hasSize(2).allMatch(handle -> handle.length() == 100);
    byMessage.forEach(ObjectHandle::close);
  }

  @Test
  @DisplayName("N02 release, seal, abort of what is not one's own: an error for that client only")
  void n02_shouldRefuseWhatIsNotHeld() {
    try (ObjectBuilder foreign = client.create(id, 100);
        RawClient other = RawClient.open(STORE.socket(), "other")) {
      expectError(other, new ReleaseRequest(List.of(new EntryRef(0, 0))));
      expectError(other, new ReleaseRequest(List.of(new EntryRef(Integer.MAX_VALUE, 7))));
      expectError(other, new SealRequest(id));
      expectError(other, new AbortRequest(id));
      expectError(other, new SealRequest(ObjectId.ZERO));
      expectError(other, new AbortRequest(ObjectId.ZERO));
      other.call(new StatsRequest());
      foreign.seal();
    }
    assertThat(client.contains(id)).isTrue();
  }

  private static void expectError(RawClient client, Call<?> call) {
    assertThatThrownBy(() -> client.call(call))
        .isInstanceOfAny(InvalidRequestException.class, ObjectNotFoundException.class)
        .hasMessageMatching("(?s).{20,}");
  }

  @Test
  @DisplayName("N03 garbage and truncated messages: that client is dropped, the others live")
  void n03_shouldDropAClientThatSendsGarbage() {
    Seeds.run(
        "N03",
        random -> {
          for (int length : new int[] {16, 88, 1000, 100_000}) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            expectDropped(garbage);
          }
        });
    try (RawClient client = RawClient.connect(STORE.socket())) {
      byte[] hello = client.bytes(new HelloRequest(false, 1, "cut off"));
      client.send(Arrays.copyOf(hello, hello.length - 1));
    }
    Bytes.put(client, id, 10);
    assertThat(client.contains(id)).isTrue();
  }

  private static void expectDropped(byte[] garbage) {
    garbage[3] |= 0x40; // an absurd length: a small one would be the start of a message to come
    try (RawClient client = RawClient.connect(STORE.socket())) {
      client.send(garbage);
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  @DisplayName("N04 delete of an unsealed object, seal of an unknown one, double create: survived")
  void n04_shouldRefuseToDeleteWhatIsBeingWritten() {
    try (ObjectBuilder builder = client.create(id, 100)) {
      assertThat(client.delete(id)).isEqualTo(DeleteOutcome.REFUSED);
      assertThat(STORE.client("other").delete(id)).isEqualTo(DeleteOutcome.REFUSED);
      assertThatThrownBy(() -> client.create(id, 100)).isInstanceOf(TokamakException.class);
      builder.seal();
    }
    try (RawClient raw = RawClient.open(STORE.socket(), "raw")) {
      assertThatThrownBy(() -> raw.call(new CreateRequest(id, 5, 0, 0)))
          .isInstanceOf(TokamakException.class);
    }
    assertThat(client.delete(id)).isEqualTo(DeleteOutcome.DELETED);
  }

  /** The other half, a file system that others fill later on, is a bad day: see the faults. */
  @Test
  @DisplayName("N05 a store larger than /dev/shm: refused with figures, no SIGBUS later")
  void n05_shouldRefuseMoreMemoryThanThereIs() {
    long tooMuch = 1L << 45;
    String refusal = StoreProcess.refusal(tooMuch, options -> options.objects(1000));
    assertThat(refusal).containsPattern("[0-9]{6,}").contains("memory");
  }
}
