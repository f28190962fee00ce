// SPDX-License-Identifier: Apache-2.0

/** Moving bytes between nodes: what every way to do it offers, and nothing of how. */
module io.tokamak.fabric {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.wire;

  exports io.tokamak.fabric;
  exports io.tokamak.fabric.part;
  exports io.tokamak.fabric.peer;
  exports io.tokamak.fabric.service;
}
