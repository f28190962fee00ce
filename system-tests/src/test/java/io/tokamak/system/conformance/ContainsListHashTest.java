// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import io.tokamak.wire.error.ObjectNotFoundException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the store tells about objects without their bytes. */
class ContainsListHashTest {
  @RegisterExtension static final SharedStore STORE = new SharedStore(16 << 20);

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  private ObjectInfo listed() {
    List<ObjectInfo> list = client.list();
    assertThat(list).hasSize(1);
    assertThat(client.info(id)).contains(list.getFirst());
    return list.getFirst();
  }

  @Test
  @DisplayName("C40 contains: false before the seal, true after; never for strangers")
  void c40_shouldContainWhatIsSealed() {
    List<ObjectId> strangers = Bytes.ids("c40 stranger", 100);
    List<ObjectStoreClient> everybody = List.of(client, STORE.client(), STORE.readOnlyClient());
    for (ObjectId each : Bytes.ids("c40", 100)) {
      assertThat(everybody).noneMatch(any -> any.contains(each));
      try (ObjectBuilder builder = client.create(each, 100)) {
        assertThat(everybody).noneMatch(any -> any.contains(each));
        builder.seal();
      }
      assertThat(everybody).allMatch(any -> any.contains(each));
    }
    assertThat(strangers).noneMatch(client::contains);
  }

  @Test
  @DisplayName("C41 list of an unsealed object: its lengths, created")
  void c41_shouldListWhatIsCreated() {
    try (ObjectBuilder builder = client.create(id, 11, Bytes.counting(0, 7))) {
      ObjectInfo object = listed();
      assertThat(object.id()).isEqualTo(builder.id());
      assertThat(object.dataLength()).isEqualTo(11);
      assertThat(object.metadataLength()).isEqualTo(7);
      assertThat(object.state()).isEqualTo(ObjectState.CREATED);
      assertThat(object.creatorPid()).isEqualTo((int) ProcessHandle.current().pid());
    }
  }

  @Test
  @DisplayName("C42 list after the seal: sealed")
  void c42_shouldListWhatIsSealed() {
    Bytes.put(client, id, 11);
    assertThat(listed().state()).isEqualTo(ObjectState.SEALED);
  }

  @Test
  @DisplayName("C43 list while one get is held: one pin")
  void c43_shouldCountPins() {
    Bytes.put(client, id, 11);
    assertThat(listed().pins()).isZero();
    try (ObjectHandle handle = client.get(id)) {
      assertThat(listed().pins()).isEqualTo(1);
      try (ObjectHandle byMessage = STORE.readOnlyClient().get(handle.id())) {
        assertThat(listed().pins()).isEqualTo(2);
        assertThat(client.holders(byMessage.id())).hasSize(2);
      }
    }
    assertThat(listed().pins()).isZero();
  }

  /** Upstream gives the duration of the construction; here it is the time of the seal, 0 before. */
  @Test
  @DisplayName("C44 list tells when it was created and when sealed")
  void c44_shouldTellTheTimes() {
    long before = micros();
    ObjectInfo created;
    try (ObjectBuilder builder = client.create(id, 11)) {
      created = listed();
      builder.seal();
    }
    long after = micros();
    ObjectInfo sealed = listed();
    assertThat(created.sealedAtMicros()).isZero();
    assertThat(created.createdAtMicros()).isBetween(before, after);
    assertThat(sealed.createdAtMicros()).isEqualTo(created.createdAtMicros());
    assertThat(sealed.sealedAtMicros()).isBetween(sealed.createdAtMicros(), after);
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  @Test
  @DisplayName("C45 list of four objects: exactly those")
  void c45_shouldListExactlyWhatIsThere() {
    List<ObjectId> ids = Bytes.ids("c45", 4);
    ids.forEach(each -> Bytes.put(client, each, 10));
    assertThat(client.list().stream().map(ObjectInfo::id)).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  @DisplayName("C46 hash of an absent id: an error")
  void c46_shouldNotHashTheAbsent() {
    assertThatThrownBy(() -> client.hash(id)).isInstanceOf(ObjectNotFoundException.class);
  }

  @Test
  @DisplayName("C47 hashes: equal for equal objects, others differ, metadata counts")
  void c47_shouldHashContentAndMetadata() {
    List<ObjectId> ids = Bytes.ids("c47", 4);
    client.put(ids.get(0), Bytes.counting(0, 1000));
    client.put(ids.get(1), Bytes.counting(0, 1000));
    client.put(ids.get(2), Bytes.counting(1, 1000));
    client.put(ids.get(3), Bytes.counting(0, 1000), Bytes.counting(0, 1));
    byte[] hash = client.hash(ids.get(0));
    assertThat(client.hash(ids.get(0))).isEqualTo(hash).hasSize(32);
    assertThat(client.hash(ids.get(1))).isEqualTo(hash);
    assertThat(client.hash(ids.get(2))).isNotEqualTo(hash);
    assertThat(client.hash(ids.get(3))).isNotEqualTo(hash);
  }

  @Test
  @DisplayName("C48 2304 small differences: as many hashes")
  void c48_shouldTellSmallDifferencesApart() {
    Set<String> hashes = new HashSet<>();
    for (int value = 0; value < 256; value++) {
      byte[] constant = new byte[1024];
      Arrays.fill(constant, (byte) value);
      hashes.add(hashOf("constant " + value, constant));
    }
    for (int bit = 0; bit < 1024; bit++) {
      byte[] oneBit = new byte[1024];
      oneBit[bit] = 1;
      hashes.add(hashOf("bit " + bit, oneBit));
    }
    for (int length = 0; length < 1024; length++) {
      hashes.add(hashOf("zeros " + length, new byte[length]));
    }
    assertThat(hashes).hasSize(2304);
  }

  private String hashOf(String name, byte[] bytes) {
    ObjectId each = ObjectId.named("c48 " + name);
    client.put(each, bytes);
    return HexFormat.of().formatHex(client.hash(each));
  }
}
