// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.ObjectHandle;
import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes in processes of their own: what is put at one arrives at the other as it was. */
final class FetchTest {
  private static final long[] LENGTHS = {
    0, 1, 63, 64, 4095, 4096, 65_536, (1 << 20) + 1, 8 << 20, 64 << 20
  };
  private static final byte[] METADATA = {1, 2, 3, 4, 5};

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm", "ucx"})
  void shouldBringObjectsAsTheyWere(String fabric) throws InterruptedException {
    assumeThat(!fabric.equals("ucx") || UcxSupport.look().isInstalled()).isTrue();
    try (TestCluster cluster =
        new TestCluster("--fabrics", fabric.equals("tcp") ? "tcp" : fabric + ",tcp")) {
      ClusterNode holder = cluster.start("holder");
      ClusterNode reader = cluster.start("reader");

      for (long length : LENGTHS) {
        reader.awaitWay(holder, fabric);
        ObjectId id = length % 2 == 0 ? holder.put(length) : holder.put(length, METADATA);
        FetchResult result = reader.fetch(id, ClusterNode.PATIENCE);
        assertThat(result).as("%d bytes", length).isInstanceOf(FetchResult.Arrived.class);
        assertThat(((FetchResult.Arrived) result).how().fabric())
            .as("%s", result)
            .isEqualTo(fabric);
        assertArrived(reader, id, length);
        assertThat(reader.fetch(id, ClusterNode.PATIENCE)).isInstanceOf(FetchResult.Present.class);
      }
      assertNothingIsMadeAnew(holder, reader);
    }
  }

  private static void assertArrived(ClusterNode reader, ObjectId id, long length) {
    assertThat(reader.isIntact(id)).isTrue();
    try (ObjectHandle object = reader.client().get(id)) {
      assertThat(object.length()).isEqualTo(length);
      assertThat(object.metadataBytes()).isEqualTo(length % 2 == 0 ? new byte[0] : METADATA);
    }
  }

  /** A peer that is known costs no connection, and no memory is registered for it. */
  private static void assertNothingIsMadeAnew(ClusterNode holder, ClusterNode reader)
      throws InterruptedException {
    long connections = reader.counter("connections");
    long registrations = reader.counter("registrations");
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      ids.add(holder.put(1024));
    }
    assertThat(reader.client().cluster().fetch(ids, ClusterNode.PATIENCE))
        .allMatch(FetchResult::isThere);
    assertThat(ids).allMatch(reader::isIntact);
    assertThat(reader.counter("connections")).isEqualTo(connections);
    assertThat(reader.counter("registrations")).isEqualTo(registrations);
    assertThat(holder.counter("pins")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm,tcp"})
  void shouldConnectOnceForManyFirstFetches(String fabrics) {
    try (TestCluster cluster = new TestCluster("--fabrics", fabrics)) {
      cluster.start("directory");
      ClusterNode holder = cluster.start("holder");
      ClusterNode reader = cluster.start("reader");
      List<ObjectId> ids = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        ids.add(holder.put(10_000));
      }
      long before = holder.counter("connections");

      List<CompletableFuture<List<FetchResult>>> fetches =
          ids.stream()
              .map(id ->
                  reader
                      .client()
                      .cluster()
                      .fetchAsync(List.of(id), FetchOptions.within(ClusterNode.PATIENCE)))
              .toList();

      assertThat(fetches).allMatch(fetch -> fetch.join().getFirst().isThere());
      assertThat(ids).allMatch(reader::isIntact);
      assertThat(holder.counter("connections")).isEqualTo(before + 1);
    }
  }
}
