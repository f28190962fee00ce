// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.NewObject;
import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.StoreProcess;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.StoreFullException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Eviction: what goes, in which order, and that the capacity is all usable. */
class EvictionTest {
  private static final int MB = 1_000_000;
  private static final int CAPACITY = 10 * MB;

  @RegisterExtension static final SharedStore STORE = new SharedStore(CAPACITY);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  private List<ObjectId> present(List<ObjectId> ids) {
    return ids.stream().filter(client::contains).toList();
  }

  @Test
  @DisplayName("C70 evict(1) with one object of 1000 bytes: 1000")
  void c70_shouldEvictAWholeObject() {
    Bytes.put(client, id, 1000);
    try (ObjectHandle inUse = client.get(id)) {
      assertThat(client.evict(1)).isZero();
      assertThat(client.contains(inUse.id())).isTrue();
    }
    assertThat(client.evict(1)).isEqualTo(1000);
    assertThat(client.contains(id)).isFalse();
  }

  @Test
  @DisplayName("C72 evict(1) twice: in the order of release")
  void c72_shouldEvictInTheOrderOfRelease() {
    List<ObjectId> ids = Bytes.ids("c72", 2);
    Bytes.put(client, ids.get(0), 999);
    Bytes.put(client, ids.get(1), 997);
    ObjectHandle last = client.get(ids.get(0));
    ObjectHandle first = client.get(ids.get(1));
    first.release();
    last.release();
    assertThat(client.evict(1)).isEqualTo(997);
    assertThat(client.evict(1)).isEqualTo(999);
    assertThat(client.evict(1)).isZero();
  }

  @Test
  @DisplayName("C74 an eleventh object of a tenth of the store: the oldest two go")
  void c74_shouldFreeAFifthAtOnce() {
    List<ObjectId> ids = Bytes.ids("c74", 11);
    ids.subList(0, 10).forEach(each -> Bytes.put(client, each, MB));
    assertThat(present(ids)).isEqualTo(ids.subList(0, 10));
    Bytes.put(client, ids.get(10), MB);
    assertThat(present(ids)).isEqualTo(ids.subList(2, 11));
  }

  @Test
  @DisplayName("C75 refreshed objects stay, the next-oldest go")
  void c75_shouldKeepWhatWasRefreshed() {
    List<ObjectId> ids = Bytes.ids("c75", 13);
    ids.subList(0, 11).forEach(each -> Bytes.put(client, each, MB));
    assertThat(client.touch(ids.subList(3, 5))).isEqualTo(2);
    ids.subList(11, 13).forEach(each -> Bytes.put(client, each, MB));
    assertThat(present(ids.subList(2, 6))).isEqualTo(ids.subList(3, 5));
    assertThat(present(ids.subList(6, 13))).isEqualTo(ids.subList(6, 13));
  }

  @Test
  @DisplayName("C77 after 100 small objects one of the full capacity fits, twice")
  void c77_shouldHaveAllOfItsCapacityAfterAnyHistory() {
    Seeds.run(
        "C77",
        random -> {
          for (ObjectId full : Bytes.ids("c77 full", 2)) {
            for (ObjectId each : Bytes.ids("c77", 100)) {
              Bytes.put(client, each, random.nextInt(2 * CAPACITY / 100));
            }
            fillWithOne(full);
            assertThat(client.list()).hasSize(1);
          }
        });
  }

  private void fillWithOne(ObjectId full) {
    try (ObjectBuilder builder = client.create(full, CAPACITY)) {
      builder.data().fill((byte) 7);
      builder.seal();
    }
    try (ObjectHandle handle = client.get(full)) {
      assertThat(handle.byteAt(0)).isEqualTo((byte) 7);
      assertThat(handle.byteAt(CAPACITY - 1)).isEqualTo((byte) 7);
    }
  }

  @Test
  @DisplayName("C78 larger than the capacity: full each time, and no id left behind")
  void c78_shouldLeaveNothingOfAFailedCreate() {
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> client.create(id, CAPACITY + 1))
          .isInstanceOf(StoreFullException.class);
      assertThat(client.info(id)).isEmpty();
    }
    Bytes.put(client, id, 10);
    assertThat(client.contains(id)).isTrue();
  }

  /** In a store of half the size, so that a fifth of it still fits in one message. */
  @Test
  @DisplayName("C79 20 create-and-seals of a fifth: the older ones are evicted")
  void c79_shouldEvictForWhatComes() {
    try (StoreProcess small = StoreProcess.start(CAPACITY / 2)) {
      ObjectStoreClient putter = small.client();
      List<ObjectId> ids = Bytes.ids("c79", 20);
      for (int i = 0; i < ids.size(); i++) {
        byte[] half = Bytes.counting(i, CAPACITY / 20);
        putter.putAll(List.of(new NewObject(ids.get(i), half, half)));
        Bytes.expect(putter, ids.get(i), half, half);
      }
      assertThat(ids.stream().filter(putter::contains)).isEqualTo(ids.subList(15, 20));
    }
  }
}
