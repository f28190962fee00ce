// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.PeerAddress;
import io.tokamak.fabric.peer.PeerWait;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.peer.Route;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.fabric.ucx.UcxFabric;
import io.tokamak.fabric.ucx.UcxOptions;
import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.testkit.clock.ManualClock;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UCX fails while it serves: TCP takes over, which is said, and later UCX serves again. */
final class DemotionTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long STEP_NS = SECOND_NS / 50;

  private final ManualClock clock = new ManualClock(0);
  private TwoWays near;
  private TwoWays far;

  /** A node that speaks both; what it has of UCX can be stopped. */
  private static final class TwoWays implements FabricListener, PeerWait, AutoCloseable {
    final ManualClock clock;
    final UcxFabric ucx;
    final TcpFabric tcp;
    final Peers peers;
    boolean ucxFails;
    int ready;
    String failure = "";

    TwoWays(long id, ManualClock clock) throws IOException {
      this.clock = clock;
      NodeRef self = new NodeRef(id, 1);
      ucx = new UcxFabric(self, UcxOptions.loopback().withTransports("tcp"), clock);
      tcp = new TcpFabric(self, TcpOptions.loopback(), clock);
      Fabric failing = new FailingFabric(ucx, () -> ucxFails);
      peers = new Peers(List.of(failing, tcp), this, Backoff.usual(), 10 * SECOND_NS);
    }

    PeerAddress address() {
      return new PeerAddress(ucx.self(), List.of(tcp.address(), ucx.address()));
    }

    void want(TwoWays other) {
      long now = clock.getAsLong();
      peers.want(other.address(), now, now + 30 * SECOND_NS, this);
    }

    Route route(TwoWays other) {
      return peers.route(other.ucx.self());
    }

    void poll() {
      peers.poll(clock.getAsLong());
      peers.work(clock.getAsLong());
    }

    @Override
    public void connected(Endpoint endpoint) {}

    @Override
    public void disconnected(Endpoint endpoint, String why) {}

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {}

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {}

    @Override
    public void ready(Endpoint endpoint) {
      ready++;
    }

    @Override
    public void failed(String why) {
      failure = why;
    }

    @Override
    public void close() {
      ucx.close();
      tcp.close();
    }
  }

  @BeforeEach
  void begin() throws IOException {
    UcxSupport support = UcxSupport.look();
    assumeThat(support.isInstalled()).as(support.reason()).isTrue();
    near = new TwoWays(1, clock);
    far = new TwoWays(2, clock);
  }

  @AfterEach
  void end() {
    if (near != null && far != null) {
      near.close();
      far.close();
    }
  }

  /** Polls; {@code inTime}: while time goes by. */
  private void until(String what, boolean inTime, BooleanSupplier condition) {
    long startNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - startNs).as("waited for " + what).isLessThan(60 * SECOND_NS);
      if (inTime) {
        clock.advanceNs(STEP_NS);
      }
      near.poll();
      far.poll();
    }
  }

  @Test
  void shouldTakeTheNextFabricAndComeBack() {
    near.want(far);
    until("a connection", false, () -> near.ready == 1);
    assertThat(near.route(far)).isEqualTo(new Route(UcxFabric.NAME, List.of()));

    far.ucxFails = true;
    long failedNs = clock.getAsLong();
    until("the loss", true, () -> near.peers.ready(far.ucx.self()) == null);
    assertThat(clock.getAsLong() - failedNs).isLessThanOrEqualTo(2 * SECOND_NS);
    near.want(far);
    until("the next fabric", false, () -> near.ready == 2);
    Route route = near.route(far);
    assertThat(route.fabric()).isEqualTo(TcpFabric.NAME);
    assertThat(route.whyNotBetter()).hasSize(1);
    assertThat(route.whyNotBetter().getFirst())
        .matches("ucx: failed .* s ago, tried again in .* s: nothing heard .*");

    until("attempts in vain", true, () -> clock.getAsLong() - failedNs > 60 * SECOND_NS);
    assertThat(near.route(far).fabric()).isEqualTo(TcpFabric.NAME);
    far.ucxFails = false;
    until("the better one", true, () -> near.route(far).fabric().equals(UcxFabric.NAME));
    assertThat(near.route(far).whyNotBetter()).isEmpty();
    assertThat(near.failure).isEmpty();
  }
}
