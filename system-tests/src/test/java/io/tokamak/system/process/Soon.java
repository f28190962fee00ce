// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Awaits conditions that are true within milliseconds when all is well. */
public final class Soon {
  private static final Duration INTERVAL = Duration.ofMillis(2);

  private Soon() {}

  /** Looks at once and then often. */
  public static ConditionFactory await(String what, Duration patience) {
    return Awaitility.await(what)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(INTERVAL)
        .atMost(patience);
  }
}
