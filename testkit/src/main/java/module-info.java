// SPDX-License-Identifier: Apache-2.0

/** Testing instruments: model checking, a simulated cluster, seeds, clocks, chosen deaths. */
module io.tokamak.testkit {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.fabric;
  requires transitive io.tokamak.memory;
  requires io.tokamak.wire;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;

  exports io.tokamak.testkit.clock;
  exports io.tokamak.testkit.explore;
  exports io.tokamak.testkit.fabric;
  exports io.tokamak.testkit.fault;
  exports io.tokamak.testkit.history;
  exports io.tokamak.testkit.seed;
  exports io.tokamak.testkit.simulation;
}
