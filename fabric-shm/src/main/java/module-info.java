// SPDX-License-Identifier: Apache-2.0

/** The fabric between nodes of one host: they map each other's memory. */
module io.tokamak.fabric.shm {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.fabric;
  requires io.tokamak.memory;
  requires jdk.net;

  exports io.tokamak.fabric.shm;
}
