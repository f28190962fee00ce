// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.Cluster;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.TransferInfo;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of other nodes, over each fabric. */
class RemoteTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ROUNDS = 100;
  private static final int MANY = 10_000;

  private static final Map<String, RemoteNodes> CLUSTERS = new HashMap<>();

  /** Two nodes, the same for all tests over a fabric. */
  private static RemoteNodes two(String fabric) {
    return CLUSTERS.computeIfAbsent(fabric, name -> new RemoteNodes(name, 2));
  }

  @AfterAll
  static void stopNodes() {
    CLUSTERS.values().forEach(RemoteNodes::close);
    CLUSTERS.clear();
  }

  private static FetchResult fetch(ObjectStoreClient client, ObjectId id)
      throws InterruptedException {
    return client.cluster().fetch(List.of(id), PATIENCE).getFirst();
  }

  private static TransferInfo arrived(FetchResult result) {
    assertThat(result).isInstanceOf(FetchResult.Arrived.class);
    return ((FetchResult.Arrived) result).how();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  @DisplayName("C100 an object is fetched with data and metadata; back home it is there already")
  void c100_shouldFetchThereAndBack(String fabric) throws InterruptedException {
    ObjectStoreClient one = two(fabric).client(0);
    ObjectStoreClient other = two(fabric).client(1);
    for (int i = 0; i < ROUNDS; i++) {
      ObjectId id = ObjectId.named("c100 " + fabric + i);
      byte[] data = Bytes.counting(i, 2000);
      byte[] metadata = Bytes.counting(i + 1, 2000);
      one.put(id, data, metadata);

      TransferInfo how = arrived(fetch(other, id));

      assertThat(how.fabric()).isEqualTo(fabric);
      assertThat(how.bytes()).isEqualTo(4000);
      Bytes.expect(other, id, data, metadata);
      Bytes.expect(one, id, data, metadata);
      assertThat(fetch(one, id)).isEqualTo(new FetchResult.Present(id));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  @DisplayName("C102 an object is transferred to another node, and another one back")
  void c102_shouldTransferThereAndBack(String fabric) throws InterruptedException {
    NodeId[] nodes = {two(fabric).id(0), two(fabric).id(1)};
    int[] lengths = {2000, 20_000};
    for (int i = 0; i < ROUNDS; i++) {
      for (int from = 0; from < 2; from++) {
        ObjectId id = ObjectId.named("c102 " + fabric + i + from);
        byte[] data = Bytes.counting(i, lengths[from]);
        two(fabric).client(from).put(id, data);

        Cluster cluster = two(fabric).client(from).cluster();
        FetchResult result = cluster.push(List.of(id), nodes[1 - from], PATIENCE).getFirst();

        assertThat(arrived(result).fabric()).isEqualTo(fabric);
        Bytes.expect(two(fabric).client(1 - from), id, data, Bytes.NONE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  @DisplayName("C103 ten thousand objects of a byte are fetched in one call")
  void c103_shouldFetchTenThousandObjects(String fabric) throws InterruptedException {
    List<ObjectId> ids = Bytes.ids("c103 " + fabric, MANY);
    ObjectStoreClient one = two(fabric).client(0);
    for (int i = 0; i < MANY; i++) {
      one.put(ids.get(i), new byte[] {(byte) i});
    }
    ObjectStoreClient other = two(fabric).client(1);

    assertThat(other.cluster().fetch(ids, PATIENCE))
        .hasSize(MANY)
        .allMatch(result -> result instanceof FetchResult.Arrived);
    for (int i = 0; i < MANY; i++) {
      Bytes.expect(other, ids.get(i), new byte[] {(byte) i}, Bytes.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  @DisplayName("C104 the manager that has an object gets one request for it")
  void c104_shouldAskOnce(String fabric) throws InterruptedException {
    ObjectStoreClient one = two(fabric).client(0);
    Cluster other = two(fabric).client(1).cluster();
    ObjectId id = Bytes.putNew(one, 1000);
    FetchOptions eager = FetchOptions.within(PATIENCE).protocol("eager");

    TransferInfo how = arrived(other.fetch(Collections.nCopies(50, id), eager).getFirst());

    assertThat(how.messages()).as("request and answer").isEqualTo(2);
    assertThat(how.roundTrips()).isOne();
    assertThat(one.cluster().transfers(MANY).stream().filter(served -> served.id().equals(id)))
        .as("what the holder did for it")
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  @DisplayName("C105 when a manager that had an object does not answer, the next one is asked")
  void c105_shouldAskTheNextManager(String fabric) throws InterruptedException {
    try (RemoteNodes three = new RemoteNodes(fabric, 3)) {
      ObjectId id = ObjectId.random();
      byte[] data = Bytes.counting(3, 5000);
      three.client(1).put(id, data);
      assertThat(fetch(three.client(0), id).isThere()).isTrue();
      three.client(0).cluster().awaitPublished(PATIENCE);
      Cluster asking = three.client(2).cluster();
      ObjectCopy gone =
          asking.locations(id).stream()
              .filter(copy -> copy.holder().equals(three.id(1)))
              .findFirst()
              .orElseThrow();
      three.stop(1);

      FetchOptions toTheDead = FetchOptions.within(PATIENCE).hints(List.of(gone));
      assertThat(asking.fetch(List.of(id), toTheDead).getFirst().isThere()).isTrue();
      Bytes.expect(three.client(2), id, data, Bytes.NONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  @DisplayName("C106 when nobody answers, the caller hears that the object did not come, and why")
  void c106_shouldSayThatNobodyAnswered(String fabric) throws InterruptedException {
    ObjectId nowhere = ObjectId.random();
    try (RemoteNodes nodes = new RemoteNodes(fabric, 2)) {
      ObjectId lost = Bytes.putNew(nodes.client(1), 100);
      nodes.client(1).cluster().awaitPublished(PATIENCE);
      nodes.stop(1);

      List<FetchResult> results =
          nodes.client(0).cluster().fetch(List.of(lost, nowhere), Duration.ofMillis(500));

      assertThat(results)
          .hasSize(2)
          .allSatisfy(result -> {
            assertThat(result).isInstanceOf(FetchResult.Failed.class);
            assertThat(((FetchResult.Failed) result).why()).isNotEmpty();
          });
      assertThat(nodes.client(0).contains(lost)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  @DisplayName("C107 an object that goes in chunks arrives with the same bytes")
  void c107_shouldKeepTheBytesOfChunks(String fabric) throws InterruptedException {
    byte[] data = Bytes.counting(9, 1_000_003);
    for (String protocol : List.of("socket4k", "socket")) {
      ObjectId id = ObjectId.random();
      two(fabric).client(0).put(id, data, Bytes.counting(0, 7));
      FetchOptions options = FetchOptions.within(PATIENCE).protocol(protocol);

      TransferInfo how =
          arrived(two(fabric).client(1).cluster().fetch(List.of(id), options).getFirst());

      assertThat(how.protocol()).isEqualTo(protocol);
      Bytes.expect(two(fabric).client(1), id, data, Bytes.counting(0, 7));
    }
  }
}
