// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.PeerAddress;
import io.tokamak.fabric.peer.PeerWait;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.peer.Route;
import io.tokamak.fabric.shm.ShmFabric;
import io.tokamak.fabric.shm.ShmOptions;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes take shared memory where they can, and else say why not. */
final class BestWayTest {
  private static final long SECOND_NS = 1_000_000_000;

  @TempDir Path directory;

  private TwoWays near;
  private TwoWays far;

  /** A node that speaks both. */
  private static final class TwoWays implements FabricListener, PeerWait, AutoCloseable {
    final Readiness readiness = new Readiness();
    final ShmFabric shm;
    final TcpFabric tcp;
    final Peers peers;
    int ready;
    String failure = "";
    int messages;

    TwoWays(long id, Path directory) throws IOException {
      NodeRef self = new NodeRef(id, 1);
      ShmOptions socket = ShmOptions.at(directory.resolve(Long.toString(id)).resolve("node.sock"));
      shm = new ShmFabric(self, socket, System::nanoTime, readiness);
      tcp = new TcpFabric(self, TcpOptions.loopback(), System::nanoTime, readiness);
      peers = new Peers(List.of(shm, tcp), this, Backoff.usual(), 10 * SECOND_NS);
    }

    PeerAddress address(FabricAddress overShm) {
      return new PeerAddress(shm.self(), List.of(tcp.address(), overShm));
    }

    void poll() {
      readiness.poll();
      peers.poll(System.nanoTime());
      peers.work(System.nanoTime());
    }

    @Override
    public void connected(Endpoint endpoint) {}

    @Override
    public void disconnected(Endpoint endpoint, String why) {}

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {
      messages++;
    }

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {}

    @Override
    public void ready(Endpoint endpoint) {
      ready++;
      endpoint.send(MemorySegment.NULL, MemorySegment.NULL);
    }

    @Override
    public void failed(String why) {
      failure = why;
    }

    @Override
    public void close() {
      shm.close();
      tcp.close();
      readiness.close();
    }
  }

  @BeforeEach
  void begin() throws IOException {
    near = new TwoWays(1, directory);
    far = new TwoWays(2, directory);
  }

  @AfterEach
  void end() {
    near.close();
    far.close();
  }

  private void until(BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - startNs).as("waited in vain").isLessThan(60 * SECOND_NS);
      near.poll();
      far.poll();
    }
  }

  /** Connects, sends a message, and says which way it took. */
  private Route route(FabricAddress overShm) {
    long now = System.nanoTime();
    near.peers.want(far.address(overShm), now, now + 30 * SECOND_NS, near);
    until(() -> near.ready == 1 || !near.failure.isEmpty());
    assertThat(near.failure).isEmpty();
    until(() -> far.messages == 1);
    return near.peers.route(far.shm.self());
  }

  private FabricAddress moved(String from, String to) {
    String location = far.shm.address().location();
    assertThat(location).contains(from);
    return new FabricAddress(ShmFabric.NAME, location.replace(from, to));
  }

  @Test
  void shouldShareMemoryOnOneMachine() {
    assertThat(route(far.shm.address())).isEqualTo(new Route(ShmFabric.NAME, List.of()));
  }

  /** A container that does not see the directory of the other one. */
  @Test
  void shouldSpeakTcpWhereTheSocketCannotBeSeen() {
    Route route = route(moved("node.sock", "elsewhere.sock"));

    assertThat(route.fabric()).isEqualTo(TcpFabric.NAME);
    assertThat(route.whyNotBetter())
        .singleElement()
        .asString()
        .startsWith("shm: ")
        .contains("there is no socket", "elsewhere.sock");
  }

  @Test
  void shouldSpeakTcpWithAnotherMachine() {
    String here = far.shm.address().location().substring(0, 36);
    Route route = route(moved(here, new UUID(1, 2).toString()));

    assertThat(route.fabric()).isEqualTo(TcpFabric.NAME);
    assertThat(route.whyNotBetter()).singleElement().asString().contains("another machine");
  }
}
