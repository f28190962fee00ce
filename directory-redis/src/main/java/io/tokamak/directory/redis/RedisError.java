// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.List;

/**
 * What Redis answered instead of doing it.
 *
 * @param message its words; the first one says what kind it is
 */
record RedisError(String message) {
  private static final List<String> NO_WRITES_NOW = List.of("OOM ", "MISCONF ", "NOREPLICAS ");

  /** Whether it can be read and may take writes later, so that the connection is of use. */
  boolean refusesWrites() {
    return NO_WRITES_NOW.stream().anyMatch(message::startsWith);
  }
}
