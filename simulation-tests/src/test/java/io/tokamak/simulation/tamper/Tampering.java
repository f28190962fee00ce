// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.tamper;

import io.tokamak.testkit.simulation.Node;

/** Puts a bug into each life of a node. */
@FunctionalInterface
public interface Tampering {
  /** What stands between the manager of this life and what it uses. */
  Between in(Node node);

  /** Nothing does. */
  static Tampering none() {
    return node -> new Between();
  }
}
