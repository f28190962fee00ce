// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.faults;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.system.process.Soon;
import java.time.Duration;

/** Waits for what a client does to reach the store. */
final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Waiting() {}

  static void untilQueuedCreates(ObjectStoreClient observer, long count) {
    until(observer, "creates-queued", count);
  }

  static void untilBlockedGets(ObjectStoreClient observer, long count) {
    until(observer, "gets-waiting", count);
  }

  /** Until a counter stands at a value. */
  static void until(ObjectStoreClient observer, String counter, long value) {
    Soon.await(counter, PATIENCE).until(() -> observer.stats().get(counter) == value);
  }

  /** Until a counter has reached a value. */
  static void atLeast(ObjectStoreClient observer, String counter, long value) {
    Soon.await(counter, PATIENCE).until(() -> observer.stats().get(counter) >= value);
  }
}
