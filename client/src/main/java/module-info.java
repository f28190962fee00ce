// SPDX-License-Identifier: Apache-2.0

/** The public Java API. */
module io.tokamak.client {
  requires static org.jspecify;
  requires transitive io.tokamak.memory;
  requires transitive io.tokamak.wire;
}
