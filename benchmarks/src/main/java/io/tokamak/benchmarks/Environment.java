// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks;

import java.util.Optional;

/** The variables of this process. */
final class Environment {
  private Environment() {}

  /** One of them; an empty one counts as none. */
  static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isEmpty());
  }
}
