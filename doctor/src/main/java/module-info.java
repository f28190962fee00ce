// SPDX-License-Identifier: Apache-2.0

/** What a machine has and lacks for Tokamak, and what to do about it. */
module io.tokamak.doctor {
  requires static transitive org.jspecify;
  requires io.tokamak.memory;
  requires io.tokamak.fabric.shm;
  requires io.tokamak.fabric.tcp;
  requires io.tokamak.fabric.ucx;
  requires transitive io.tokamak.node;

  exports io.tokamak.doctor;
}
