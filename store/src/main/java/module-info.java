// SPDX-License-Identifier: Apache-2.0

/** The object store of one machine. */
module io.tokamak.store {
  requires static org.jspecify;
  requires io.tokamak.memory;
  requires io.tokamak.wire;
}
