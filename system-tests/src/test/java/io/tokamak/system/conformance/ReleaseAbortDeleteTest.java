// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.ObjectInUseException;
import io.tokamak.wire.message.DeleteOutcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ends of objects. */
class ReleaseAbortDeleteTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(16 << 20);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Out of the client's own lease, and by the store. */
  private static final int[] LENGTHS = {100, 1_000_000};

  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  @Test
  @DisplayName("C50 abort of an object whose buffer is still referenced is refused; it stays")
  void c50_shouldNotAbortWhileTheBufferIsReferenced() {
    for (int length : LENGTHS) {
      ObjectId id = ObjectId.random();
      try (ObjectBuilder builder = client.create(id, length)) {
        assertThatThrownBy(() -> client.abort(id)).isInstanceOf(ObjectInUseException.class);

        assertThat(client.info(id)).get().returns(ObjectState.CREATED, ObjectInfo::state);
        builder.seal();
      }
      assertThat(client.contains(id)).isTrue();
    }
  }

  @Test
  @DisplayName("C51 release then abort frees the id for other lengths")
  void c51_shouldFreeTheIdByReleaseAndAbort() throws InterruptedException {
    for (int length : LENGTHS) {
      ObjectId id = ObjectId.random();
      try (ObjectBuilder builder = client.create(id, length, new byte[5])) {
        builder.release();
        client.abort(id);
      }
      assertThat(client.info(id)).isEmpty();
      assertThat(client.getAll(List.of(id), Duration.ZERO)).containsOnlyNulls();

      client.put(id, Bytes.counting(0, length / 2), Bytes.counting(0, 9));
      Bytes.expect(client, id, Bytes.counting(0, length / 2), Bytes.counting(0, 9));
    }
  }

  @Test
  @DisplayName("C53 delete of unknown ids is no error, one and many")
  void c53_shouldDeleteWhatIsUnknown() {
    assertThat(client.delete(ObjectId.random())).isEqualTo(DeleteOutcome.UNKNOWN);
    assertThat(client.delete(Bytes.ids("c53", 3))).hasSize(3).containsOnly(DeleteOutcome.UNKNOWN);
  }

  @Test
  @DisplayName("C54 an object deleted while held vanishes at its last release")
  void c54_shouldVanishAtTheLastRelease() {
    ObjectStoreClient other = STORE.client("other");
    for (int length : LENGTHS) {
      ObjectId id = ObjectId.random();
      client.put(id, Bytes.counting(0, length));
      ObjectHandle own = client.get(id);
      ObjectHandle others = other.get(id);
      assertThat(client.delete(id)).isEqualTo(DeleteOutcome.DEFERRED);
      assertThat(client.contains(id)).isTrue();

      own.release();
      assertThat(client.contains(id)).isTrue();
      assertThat(others.toByteArray()).isEqualTo(Bytes.counting(0, length));
      others.release();
      Soon.await("the deletion", PATIENCE).until(() -> !client.contains(id));
      assertThat(other.contains(id)).isFalse();
      assertThat(client.delete(id)).isEqualTo(DeleteOutcome.UNKNOWN);
    }
  }

  @Test
  @DisplayName("C56 contains is true before a delete and false after it")
  void c56_shouldBeGoneAfterADelete() {
    for (int length : LENGTHS) {
      ObjectId id = Bytes.putNew(client, length);
      assertThat(client.contains(id)).isTrue();

      assertThat(client.delete(id)).isEqualTo(DeleteOutcome.DELETED);
      assertThat(client.contains(id)).isFalse();
      assertThat(client.tryGet(id)).isEmpty();
    }
  }
}
