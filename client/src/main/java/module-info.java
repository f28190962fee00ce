// SPDX-License-Identifier: Apache-2.0

/** The public Java API. */
module io.tokamak.client {
  requires static org.jspecify;
  requires io.tokamak.memory;
  requires transitive io.tokamak.wire;

  exports io.tokamak.client;
}
