// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;

/** Awaits conditions that are true within milliseconds when all is well. */
public final class Soon {
  private static final Duration FIRST_INTERVAL = Duration.ofMillis(2);
  private static final Duration LAST_INTERVAL = Duration.ofMillis(64);

  private Soon() {}

  /** Looks at once, then often, then less often: others may need the processor to make it true. */
  public static ConditionFactory await(String what, Duration patience) {
    return Awaitility.await(what)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(
            IterativePollInterval.iterative(
                last -> last.compareTo(LAST_INTERVAL) < 0 ? last.multipliedBy(2) : last,
                FIRST_INTERVAL))
        .atMost(patience);
  }
}
