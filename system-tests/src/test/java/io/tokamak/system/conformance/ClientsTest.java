// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.SharedStore;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.ObjectState;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several clients at one store. */
class ClientsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension static final SharedStore STORE = new SharedStore(16 << 20);

  private final ObjectId id = ObjectId.random();

  @Test
  @DisplayName("C60 one client creates and seals, another gets")
  void c60_shouldShowAnObjectToOtherClients() {
    Bytes.put(STORE.client("two"), id, 100);
    Bytes.expect(STORE.client("one"), id, Bytes.counting(0, 100), Bytes.NONE);
    Bytes.expect(STORE.readOnlyClient(), id, Bytes.counting(0, 100), Bytes.NONE);
  }

  @Test
  @DisplayName("C62 a client leaves: its sealed objects stay, its unsealed ones are gone")
  void c62_shouldKeepOnlyTheSealedObjectsOfAClientThatLeft() {
    List<ObjectId> ids = Bytes.ids("c62", 100);
    ObjectStoreClient leaving = STORE.client("leaving");
    for (int i = 0; i < ids.size(); i++) {
      ObjectBuilder builder = leaving.create(ids.get(i), 100);
      if (i % 3 == 0) {
        builder.seal();
      } else if (i % 3 == 1) {
        builder.abort();
      }
    }
    leaving.close();

    ObjectStoreClient staying = STORE.client("staying");
    List<ObjectId> sealed =
        IntStream.range(0, 100).filter(i -> i % 3 == 0).mapToObj(ids::get).toList();
    Soon.await("the session's end", PATIENCE).until(() -> staying.stats().get("sessions") == 1);
    assertThat(ids.stream().filter(staying::contains)).isEqualTo(sealed);
    assertThat(staying.list()).hasSize(sealed.size());
    assertThat(staying.list().stream().map(ObjectInfo::state)).containsOnly(ObjectState.SEALED);
  }

  @Test
  @DisplayName("C63 a client is killed in a blocked get, then the object is put: all is well")
  void c63_shouldServeOnWhenAWaitingClientIsKilled() {
    ObjectStoreClient client = STORE.client();
    List<String> arguments = List.of(STORE.socket().toString(), id.toHex());
    try (ChildProcess waiting = ChildProcess.start(BlockedGetMain.class, arguments)) {
      Waiting.untilBlockedGets(client, 1);
      waiting.kill();
    }
    Waiting.untilBlockedGets(client, 0);
    Bytes.put(client, id, 100);
    try (ObjectHandle handle = client.get(id)) {
      assertThat(handle.length()).isEqualTo(100);
    }
    assertThat(client.info(id).orElseThrow().pins()).isZero();
  }
}
