// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.time.Instant;

/** The time of day as the object table has it. */
final class Micros {
  private Micros() {}

  /** Microseconds since 1970. */
  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }
}
