// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.SharedStore;
import io.tokamak.testkit.seed.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Several processes do everything at random with the same objects, in less memory than they want;
 * now and then one is killed. Every byte read is verified, and at the end nothing has leaked. For
 * longer: {@code -Dtokamak.soak=SECONDS}.
 */
class SoakTest {
  private static final int SECONDS = Integer.getInteger("tokamak.soak", 20);
  private static final int STEADY = 3;
  private static final Duration END = Duration.ofSeconds(60);

  @RegisterExtension static final SharedStore STORE = new SharedStore(32 << 20);

  @Test
  @Timeout(value = 6, unit = TimeUnit.HOURS)
  void shouldKeepEveryByteAndLeakNothing() {
    long seed = Seeds.pick("SoakTest");
    List<ChildProcess> steady =
        IntStream.range(0, STEADY).mapToObj(i -> start(seed + i, SECONDS)).toList();
    try {
      int killed = killSomeMeanwhile(seed);
      for (ChildProcess process : steady) {
        String done = process.await(SoakMain.DONE, END.plusSeconds(SECONDS));
        System.out.println("soak: " + done + "; " + killed + " others killed");
        process.finish();
      }
    } finally {
      steady.forEach(ChildProcess::close);
    }
    ObjectStoreClient client = STORE.client();
    System.out.println("soak: " + client.stats());
    assertThat(client.stats().get("evicted")).isPositive();
    assertThat(client.stats().get("sessions-died")).isPositive();
  }

  private static ChildProcess start(long seed, int seconds) {
    return ChildProcess.start(
        SoakMain.class, List.of(STORE.socket().toString(), "" + seed, "" + seconds));
  }

  /** Each victim works until some hundred objects more were sealed, by it or others. */
  private static int killSomeMeanwhile(long seed) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS - 2L);
    int killed = 0;
    while (System.nanoTime() - endNs < 0) {
      try (ChildProcess victim = start(seed + 100 + killed, 2 * SECONDS + 60);
          ObjectStoreClient observer = Tokamak.connect(STORE.socket())) {
        Waiting.atLeast(observer, "sessions", STEADY + 2);
        Waiting.atLeast(observer, "sealed", observer.stats().get("sealed") + 500);
        victim.kill();
        killed++;
      }
    }
    return killed;
  }
}
