// SPDX-License-Identifier: Apache-2.0

/** Where objects are, and which nodes there are. */
module io.tokamak.directory {
  requires static transitive org.jspecify;
  requires transitive io.tokamak.wire;
  requires transitive io.tokamak.fabric;

  exports io.tokamak.directory;
  exports io.tokamak.directory.embedded;
}
