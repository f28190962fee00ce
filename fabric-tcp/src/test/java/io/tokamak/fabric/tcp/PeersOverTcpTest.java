// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.PeerConnections;
import io.tokamak.fabric.peer.PeerWait;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.RepeatedTest;

/** One connection to each peer, with real sockets. */
final class PeersOverTcpTest {
  private static final long SECOND_NS = 1_000_000_000;

  /** A node that keeps one connection to each peer. */
  private static final class Node implements FabricListener, PeerWait {
    final TcpFabric fabric;
    final PeerConnections peers;
    final List<Endpoint> open = new ArrayList<>();
    final List<Endpoint> told = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    int messages;

    Node(long id) throws IOException {
      NodeRef self = new NodeRef(id, 1);
      fabric = new TcpFabric(self, TcpOptions.loopback(), () -> 0);
      peers = new PeerConnections(fabric, Backoff.usual(), SECOND_NS);
    }

    void want(Node other) {
      peers.want(other.fabric.self(), other.fabric.address(), 0, SECOND_NS, this);
    }

    boolean send(Node other) {
      Endpoint endpoint = peers.ready(other.fabric.self());
      return endpoint != null && endpoint.send(MemorySegment.NULL, MemorySegment.NULL);
    }

    @Override
    public void connected(Endpoint endpoint) {
      open.add(endpoint);
      peers.connected(endpoint);
    }

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      open.remove(endpoint);
      peers.disconnected(endpoint, why, 0);
    }

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {
      messages++;
    }

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {}

    @Override
    public void ready(Endpoint endpoint) {
      told.add(endpoint);
    }

    @Override
    public void failed(String why) {
      failures.add(why);
    }
  }

  private static void until(Node one, Node two, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - startNs).as("waited in vain").isLessThan(60 * SECOND_NS);
      one.fabric.poll(one);
      two.fabric.poll(two);
    }
  }

  @RepeatedTest(20)
  void shouldShareOneConnectionAlsoWhenBothBeginAtOnce() throws IOException {
    Node low = new Node(1);
    Node high = new Node(2);
    try {
      for (int i = 0; i < 100; i++) {
        low.want(high);
        high.want(low);
      }
      until(low, high, () -> low.open.size() == 1 && high.open.size() == 1 && settled(low, high));

      assertThat(low.failures).isEmpty();
      assertThat(high.failures).isEmpty();
      assertThat(low.open.getFirst().outgoing()).isTrue();
      assertThat(high.open.getFirst().outgoing()).isFalse();
      assertThat(low.send(high) && high.send(low)).isTrue();
      until(low, high, () -> low.messages == 1 && high.messages == 1);
    } finally {
      low.fabric.close();
      high.fabric.close();
    }
  }

  private static boolean settled(Node low, Node high) {
    return low.told.size() == 100
        && high.told.size() == 100
        && low.open.getFirst().outgoing()
        && !high.open.getFirst().outgoing();
  }
}
