// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

/** Something a client does that takes time. */
interface Activity {
  /** Goes on a bit. */
  void step();

  /** Whether nothing is left to do. */
  boolean isOver();
}
