// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectInUseException;
import io.tokamak.wire.message.DeleteOutcome;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ends of objects. */
class ReleaseAbortDeleteTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(16 << 20);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  @Test
  @DisplayName("C50 abort while the buffer is referenced: refused, the object stays")
  void c50_shouldNotAbortWhatIsStillBeingWritten() {
    try (ObjectBuilder builder = client.create(id, 100, Bytes.counting(0, 5))) {
      assertThatThrownBy(() -> client.abort(id)).isInstanceOf(ObjectInUseException.class);
      builder.data().fill((byte) 1);
      builder.seal();
    }
    assertThat(client.contains(id)).isTrue();
  }

  @Test
  @DisplayName("C51 release, then abort: gone; the id can be used again with other sizes")
  void c51_shouldForgetWhatWasAborted() {
    try (ObjectBuilder builder = client.create(id, 100, Bytes.counting(0, 5))) {
      builder.release();
    }
    client.abort(id);
    assertThat(client.tryGet(id)).isEmpty();
    assertThat(client.info(id)).isEmpty();

    try (ObjectBuilder again = client.create(id, 200, Bytes.counting(1, 9))) {
      again.data().copyFrom(MemorySegment.ofArray(Bytes.counting(2, 200)));
      again.seal();
    }
    try (ObjectHandle handle = client.get(id)) {
      assertThat(handle.toByteArray()).isEqualTo(Bytes.counting(2, 200));
      assertThat(handle.metadataBytes()).isEqualTo(Bytes.counting(1, 9));
    }
  }

  @Test
  @DisplayName("C53 delete of unknown ids: no error")
  void c53_shouldDeleteTheUnknownWithoutError() {
    assertThat(client.delete(id)).isEqualTo(DeleteOutcome.UNKNOWN);
    assertThat(client.delete(Bytes.ids("c53", 3))).containsOnly(DeleteOutcome.UNKNOWN).hasSize(3);
  }

  @Test
  @DisplayName("C54 delete while in use: stays until the last release, then vanishes by itself")
  void c54_shouldDeferTheDeletionToTheLastRelease() {
    ObjectStoreClient other = STORE.client("other");
    Bytes.put(client, id, 100);
    ObjectHandle mine = client.get(id);
    ObjectHandle theirs = other.get(id);
    assertThat(client.delete(id)).isEqualTo(DeleteOutcome.DEFERRED);
    assertThat(client.contains(id)).isTrue();
    mine.release();
    assertThat(client.contains(id)).isTrue();
    assertThat(theirs.toByteArray()).isEqualTo(Bytes.counting(0, 100));
    theirs.release();
    assertThat(client.contains(id)).isFalse();
    assertThat(client.delete(id)).isEqualTo(DeleteOutcome.UNKNOWN);
  }

  @Test
  @DisplayName("C56 put, contains, delete, contains")
  void c56_shouldContainUntilDeleted() {
    Bytes.put(client, id, 100);
    assertThat(client.contains(id)).isTrue();
    assertThat(client.delete(List.of(id))).containsExactly(DeleteOutcome.DELETED);
    assertThat(client.contains(id)).isFalse();
  }
}
