// SPDX-License-Identifier: Apache-2.0

/** The fabric that works everywhere: TCP. */
module io.tokamak.fabric.tcp {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.fabric;
  requires io.tokamak.memory;

  exports io.tokamak.fabric.tcp;
}
