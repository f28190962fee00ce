// SPDX-License-Identifier: Apache-2.0

/** Helpers for tests: seeds, generators, processes. */
module io.tokamak.testkit {
  requires static org.jspecify;
  requires io.tokamak.memory;
  requires io.tokamak.wire;
}
