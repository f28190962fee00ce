// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.QuotaExceededException;
import io.tokamak.wire.error.TokamakException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Memory set aside for a client. */
class QuotaTest {
  private static final int MB = 1_000_000;

  @RegisterExtension static final SharedStore STORE = new SharedStore(10 * MB);

  private final List<ObjectId> ids = Bytes.ids("quota", 10);
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  private void put(ObjectId id, int megabytes) {
    client.put(id, new byte[megabytes * MB]);
  }

  /** Another client's ten objects of 3 MB, the last of which is there afterwards. */
  private void storm() {
    ObjectStoreClient other = STORE.client("storm");
    List<ObjectId> storm = Bytes.ids("storm", 10);
    storm.forEach(each -> other.put(each, new byte[3 * MB]));
    assertThat(client.contains(storm.getLast())).isTrue();
  }

  @Test
  @DisplayName("C80 quota 5 MB: 3 and 3 evicts the first; 7 is refused; 4 is taken")
  void c80_shouldStayWithinAQuota() {
    client.setQuota(5 * MB);
    put(ids.get(0), 3);
    put(ids.get(1), 3);
    assertThat(client.contains(ids.get(0))).isFalse();
    assertThat(client.contains(ids.get(1))).isTrue();
    assertThatThrownBy(() -> put(ids.get(2), 7)).isInstanceOf(QuotaExceededException.class);
    assertThat(client.contains(ids.get(1))).isTrue();
    put(ids.get(3), 4);
    assertThat(client.contains(ids.get(3))).isTrue();
    assertThat(client.contains(ids.get(1))).isFalse();
  }

  @Test
  @DisplayName("C81 without a quota others evict my object, with one they do not")
  void c81_shouldProtectWhatIsInAQuota() {
    put(ids.get(0), 3);
    storm();
    assertThat(client.contains(ids.get(0))).isFalse();

    client.setQuota(5 * MB);
    put(ids.get(1), 3);
    client.delete(Bytes.ids("storm", 10));
    storm();
    assertThat(client.contains(ids.get(1))).isTrue();
  }

  @Test
  @DisplayName("C82 a client with a quota cannot evict what belongs to others")
  void c82_shouldProtectOthersFromAClientWithAQuota() {
    ObjectStoreClient other = STORE.client("other");
    other.put(ids.get(0), new byte[3 * MB]);
    client.setQuota(5 * MB);
    List<ObjectId> own = Bytes.ids("c82", 10);
    own.forEach(each -> put(each, 3));
    assertThat(client.contains(own.getLast())).isTrue();
    assertThat(client.contains(ids.get(0))).isTrue();
  }

  @Test
  @DisplayName("C83 quotas: 8 MB of 10 refused, 5 taken, once, together at most 70 %")
  void c83_shouldKeepEnoughForEverybody() {
    ObjectStoreClient second = STORE.client("second");
    ObjectStoreClient third = STORE.client("third");
    assertThatThrownBy(() -> client.setQuota(8 * MB)).isInstanceOf(QuotaExceededException.class);
    client.setQuota(5 * MB);
    assertThatThrownBy(() -> client.setQuota(5 * MB)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> second.setQuota(3 * MB)).isInstanceOf(QuotaExceededException.class);
    second.setQuota(MB);
    assertThatThrownBy(() -> third.setQuota(2 * MB)).isInstanceOf(TokamakException.class);
  }

  @Test
  @DisplayName("C84 two objects in use over the quota: both exist; the first goes first afterwards")
  void c84_shouldLetWhatIsInUseLeaveTheQuota() {
    client.setQuota(5 * MB);
    put(ids.get(0), 3);
    ObjectHandle first = client.get(ids.get(0));
    put(ids.get(1), 3);
    ObjectHandle second = client.get(ids.get(1));
    assertThat(ids.subList(0, 2)).allMatch(client::contains);
    second.release();
    first.release();
    STORE.client("other").put(ids.get(2), new byte[3 * MB]);
    assertThat(client.contains(ids.get(0))).isFalse();
    assertThat(client.contains(ids.get(1))).isTrue();
  }
}
