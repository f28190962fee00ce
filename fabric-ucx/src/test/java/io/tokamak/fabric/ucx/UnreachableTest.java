// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.fabric.Party;
import java.io.IOException;
import java.lang.foreign.Arena;
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

  private static void poll(Party near, Party far, Endpoint endpoint, long untilNs) {
    while (endpoint.state() == Endpoint.State.CONNECTING && System.nanoTime() - untilNs < 0) {
      if (near.poll() + far.poll() == 0) {
        near.fabric().await(1_000_000);
      }
    }
  }
}
