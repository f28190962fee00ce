// SPDX-License-Identifier: Apache-2.0

/** The end-to-end harness behind {@code tokamak bench}. */
module io.tokamak.benchmarks {
  requires static org.jspecify;
  requires io.tokamak.client;
  requires io.tokamak.memory;
  requires io.tokamak.node;
  requires com.google.gson;
  requires info.picocli;
  requires java.desktop;
  requires java.management;
  requires jdk.management;
  requires HdrHistogram;

  exports io.tokamak.benchmarks;

  opens io.tokamak.benchmarks to
      info.picocli;
}
