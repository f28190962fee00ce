// SPDX-License-Identifier: Apache-2.0

/** The daemon that runs a store: configuration, lifecycle, status. */
module io.tokamak.node {
  requires static org.jspecify;
  requires transitive io.tokamak.memory;
  requires transitive io.tokamak.store;
  requires transitive io.tokamak.client;
  requires transitive io.tokamak.transfer;
  requires transitive io.tokamak.fabric.tcp;
  requires io.tokamak.fabric.shm;
  requires io.tokamak.fabric.ucx;
  requires transitive io.tokamak.directory.redis;
  requires jdk.net;

  exports io.tokamak.node;
  exports io.tokamak.node.cluster;
}
