// SPDX-License-Identifier: Apache-2.0

/** The daemon that runs a store. */
module io.tokamak.node {
  requires static org.jspecify;
  requires io.tokamak.store;
  requires io.tokamak.client;
}
