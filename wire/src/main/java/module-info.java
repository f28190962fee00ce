// SPDX-License-Identifier: Apache-2.0

/** What crosses a connection: object ids, errors, frames and messages. */
module io.tokamak.wire {
  requires static transitive org.jspecify;

  exports io.tokamak.wire;
  exports io.tokamak.wire.error;
  exports io.tokamak.wire.frame;
  exports io.tokamak.wire.message;
}
