// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.Soon;
import java.time.Duration;

/** Waits for what another client does to reach the store. */
final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Waiting() {}

  static void untilBlockedGets(ObjectStoreClient observer, long count) {
    Soon.await("blocked gets", PATIENCE).until(() -> observer.stats().get("gets-waiting") == count);
  }
}
