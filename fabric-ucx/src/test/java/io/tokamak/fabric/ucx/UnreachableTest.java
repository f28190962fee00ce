// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.fabric.Party;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Nodes that find each other over TCP, and perhaps not over what {@link Configured} says: with a
 * GID that leads nowhere nothing arrives. Whatever it is, it ends by the deadline, again and again.
 */
final class UnreachableTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final int ATTEMPTS = 3;

  @Test
  void shouldBeReadyOrGiveUpByTheDeadline() throws IOException {
    UcxWorld.assumeInstalled();
    try (Arena arena = Arena.ofShared();
        UcxFabric one = new UcxFabric(new NodeRef(1, 1), Configured.options(0), System::nanoTime);
        UcxFabric two = new UcxFabric(new NodeRef(2, 1), Configured.options(1), System::nanoTime)) {
      Party near = new Party(one, arena);
      Party far = new Party(two, arena);
      for (int i = 0; i < ATTEMPTS; i++) {
        long deadlineNs = System.nanoTime() + 3 * SECOND_NS;
        Endpoint endpoint = one.connect(two.self(), two.address(), deadlineNs);
        poll(near, far, endpoint, deadlineNs + 20 * SECOND_NS);
        assertThat(endpoint.state()).isNotEqualTo(Endpoint.State.CONNECTING);
        endpoint.close("that was it");
      }
      near.poll();
      far.poll();
    }
  }

  /** The peer is there by TCP and says where its worker is; nothing ever comes from that. */
  @Test
  void shouldGiveUpAtTheDeadlineWhenNothingArrives() throws IOException {
    UcxWorld.assumeInstalled();
    UcxOptions options = UcxWorld.options().withTransports("tcp");
    ManualClock clock = new ManualClock(0);
    try (Arena arena = Arena.ofShared();
        UcxFabric one = new UcxFabric(new NodeRef(1, 1), options, clock);
        Engine deaf = new Engine(options, () -> {});
        TcpFabric tcp = new TcpFabric(new NodeRef(2, 1), options.wireUp(), System::nanoTime)) {
      Party near = new Party(one, arena);
      Party far = new Party(tcp, arena);
      FabricAddress address = new FabricAddress(UcxFabric.NAME, tcp.address().location());
      for (int i = 1; i <= ATTEMPTS; i++) {
        int attempt = i;
        long deadlineNs = clock.getAsLong() + SECOND_NS;
        Endpoint endpoint = one.connect(tcp.self(), address, deadlineNs);
        until(near, far, () -> far.connected().size() == attempt);
        byte[] wireUp = deaf.wireUp(attempt, 5).encode();
        far.connected().getLast().send(MemorySegment.ofArray(wireUp), MemorySegment.NULL);
        until(near, far, () -> !one.ways().all().isEmpty());
        while (endpoint.state() == Endpoint.State.CONNECTING) {
          assertThat(clock.getAsLong()).isLessThanOrEqualTo(deadlineNs + SECOND_NS / 5);
          clock.advanceNs(SECOND_NS / 10);
          near.poll();
        }
        until(near, far, () -> near.disconnected().containsKey(endpoint));

        assertThat(near.disconnected().get(endpoint))
            .isEqualTo("no connection within its deadline");
        until(near, far, () -> one.ways().all().isEmpty());
      }
    }
  }

  private static void until(Party near, Party far, BooleanSupplier condition) {
    long beganNs = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - beganNs).isLessThan(60 * SECOND_NS);
      near.poll();
      far.poll();
    }
  }

  private static void poll(Party near, Party far, Endpoint endpoint, long untilNs) {
    while (endpoint.state() == Endpoint.State.CONNECTING && System.nanoTime() - untilNs < 0) {
      if (near.poll() + far.poll() == 0) {
        near.fabric().await(1_000_000);
      }
    }
  }
}
