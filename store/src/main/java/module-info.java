// SPDX-License-Identifier: Apache-2.0

/** The object store of one machine. */
module io.tokamak.store {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.memory;
  requires transitive io.tokamak.wire;

  exports io.tokamak.store;
  exports io.tokamak.store.service;
}
