// SPDX-License-Identifier: Apache-2.0

/** The fabric over UCX: InfiniBand and RoCE, where the machine has them. */
module io.tokamak.fabric.ucx {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.fabric;
  requires transitive io.tokamak.fabric.tcp;
  requires io.tokamak.memory;

  exports io.tokamak.fabric.ucx;
}
