// SPDX-License-Identifier: Apache-2.0

/** Ids, error codes, frames and the protocol version. */
module io.tokamak.wire {
  requires static org.jspecify;
  requires io.tokamak.memory;
}
