// SPDX-License-Identifier: Apache-2.0

/** Testing instruments: model checking, seeds, small worlds, clocks, deaths at chosen steps. */
module io.tokamak.testkit {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.memory;
  requires io.tokamak.wire;

  exports io.tokamak.testkit.clock;
  exports io.tokamak.testkit.explore;
  exports io.tokamak.testkit.fault;
  exports io.tokamak.testkit.seed;
}
