// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import io.tokamak.testkit.clock.ManualClock;
import io.tokamak.testkit.fabric.Party;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread sleeps while UCX has nothing for it; the clock stands, so nothing else ends that. */
@Timeout(60)
final class SleepTest {
  private static final long LONG_NS = 600_000_000_000L;

  private final ManualClock clock = new ManualClock(0);

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "shm"})
  void shouldBeWokenByWhatComesOverUcx(String transports) throws Exception {
    UcxWorld.assumeInstalled();
    UcxOptions options = UcxWorld.options().withTransports(transports);
    try (Arena arena = Arena.ofShared();
        Readiness readiness = new Readiness();
        UcxFabric near = new UcxFabric(new NodeRef(1, 1), options, clock);
        UcxFabric far = new UcxFabric(new NodeRef(2, 1), options, clock, readiness)) {
      Party sleeper = new Party(far, arena);
      Endpoint endpoint = connect(new Party(near, arena), sleeper, readiness);
      Thread waker = Thread.ofPlatform().start(() -> say(endpoint));
      while (sleeper.messages().isEmpty()) {
        if (readiness.poll() + sleeper.poll() == 0) {
          readiness.await(LONG_NS);
        }
      }
      waker.join();

      assertThat(sleeper.messages()).singleElement().isEqualTo(new byte[10]);
    }
  }

  private static Endpoint connect(Party caller, Party called, Readiness readiness) {
    Fabric far = called.fabric();
    Endpoint endpoint = caller.fabric().connect(far.self(), far.address(), LONG_NS);
    while (endpoint.state() == Endpoint.State.CONNECTING || called.connected().isEmpty()) {
      readiness.poll();
      caller.poll();
      called.poll();
    }
    return endpoint;
  }

  private static void say(Endpoint endpoint) {
    endpoint.send(MemorySegment.ofArray(new byte[10]), MemorySegment.NULL);
  }
}
