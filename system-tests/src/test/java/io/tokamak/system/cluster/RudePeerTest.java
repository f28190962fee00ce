// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.FetchResult;
import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.SocketPaths;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Whoever sends garbage, or does not take what it asked for, harms nobody else. */
final class RudePeerTest {
  private static final int ROUNDS = 30;
  private static final String SHM = "shm://";

  @Test
  void shouldServeOthersWhateverComesToItsPorts() {
    Seeds.run("RudePeerTest", this::sendGarbage);
  }

  private void sendGarbage(RandomGenerator random) throws IOException, InterruptedException {
    try (TestCluster cluster = new TestCluster()) {
      ClusterNode holder = cluster.start("holder");
      ClusterNode reader = cluster.start("reader");
      List<SocketAddress> places = places(holder);
      assertThat(places).hasSize(4);
      for (int round = 0; round < ROUNDS; round++) {
        for (SocketAddress place : places) {
          sendGarbage(place, random);
        }
      }
      ObjectId id = holder.put(100_000);
      assertThat(reader.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
      assertThat(reader.isIntact(id)).isTrue();
      assertThat(holder.process().isAlive()).isTrue();
    }
  }

  /** Of the store, of the manager, and of both fabrics. */
  private static List<SocketAddress> places(ClusterNode node) {
    int port = Integer.parseInt(node.address().replaceFirst(".*:", ""));
    List<SocketAddress> places = new ArrayList<>();
    places.add(UnixDomainSocketAddress.of(node.socket()));
    places.add(UnixDomainSocketAddress.of(SocketPaths.manager(node.socket())));
    places.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    node.view(node).addresses().stream()
        .filter(address -> address.startsWith(SHM))
        .map(address -> Path.of(address.substring(address.indexOf('/', SHM.length()))))
        .map(UnixDomainSocketAddress::of)
        .forEach(places::add);
    return places;
  }

  private static void sendGarbage(SocketAddress place, RandomGenerator random) throws IOException {
    byte[] garbage = new byte[random.nextInt(1, 5000)];
    random.nextBytes(garbage);
    try (SocketChannel channel = SocketChannel.open(place)) {
      write(channel, ByteBuffer.wrap(garbage));
    }
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException hungUp) {
      // As the other side may, in the middle of it.
    }
  }

  /** A node that is stopped in mid-transfer keeps neither the holder nor others waiting. */
  @Test
  void shouldServeOthersWhileOneDoesNotTakeItsBytes() throws InterruptedException {
    try (TestCluster cluster = new TestCluster("--fabrics", "tcp", "--protocol", "socket")) {
      ClusterNode holder = cluster.start("holder");
      ClusterNode slow = cluster.start("slow");
      ClusterNode reader = cluster.start("reader");
      ObjectId large = holder.put(96 << 20);
      slow.client().cluster().prefetch(List.of(large));
      slow.process().signal("STOP");
      try {
        for (int i = 0; i < 20; i++) {
          ObjectId id = holder.put(100_000);
          assertThat(reader.fetch(id, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
          assertThat(reader.isIntact(id)).isTrue();
        }
      } finally {
        slow.process().signal("CONT");
      }
      assertThat(slow.fetch(large, ClusterNode.PATIENCE)).matches(FetchResult::isThere);
      assertThat(slow.isIntact(large)).isTrue();
    }
  }
}
