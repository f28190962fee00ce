// SPDX-License-Identifier: Apache-2.0

/** Fetching objects from other nodes: protocols, their choice, the pull queue. */
module io.tokamak.transfer {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.wire;
  requires transitive io.tokamak.fabric;
  requires transitive io.tokamak.directory;

  exports io.tokamak.transfer;
  exports io.tokamak.transfer.manager;
}
