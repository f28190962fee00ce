// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import io.tokamak.system.process.Soon;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Makes the collector work, which otherwise comes when it likes. */
final class Garbage {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Garbage() {}

  /** What was garbage before this call has been found. */
  static void collect() {
    WeakReference<Object> garbage = new WeakReference<>(new Object());
    collectUntil(() -> garbage.refersTo(null));
  }

  /** Collects again and again until something has become true. */
  static void collectUntil(BooleanSupplier condition) {
    Soon.await("the collector's work", PATIENCE)
        .until(() -> {
          System.gc();
          return condition.getAsBoolean();
        });
  }
}
