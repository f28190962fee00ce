// SPDX-License-Identifier: Apache-2.0

/** Shared segments, layouts and the allocator. */
module io.tokamak.memory {
  requires static transitive org.jspecify;

  exports io.tokamak.memory;
  exports io.tokamak.memory.layout;
  exports io.tokamak.memory.os;
  exports io.tokamak.memory.slot;
  exports io.tokamak.memory.table;
  exports io.tokamak.memory.words;
}
