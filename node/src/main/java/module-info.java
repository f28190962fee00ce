// SPDX-License-Identifier: Apache-2.0

/** The daemon that runs a store: configuration, lifecycle, status. */
module io.tokamak.node {
  requires static org.jspecify;
  requires transitive io.tokamak.memory;
  requires io.tokamak.store;
  requires transitive io.tokamak.client;

  exports io.tokamak.node;
}
