// SPDX-License-Identifier: Apache-2.0

/** The end-to-end harness behind {@code tokamak bench}. */
module io.tokamak.benchmarks {
  requires static org.jspecify;
  requires io.tokamak.client;
  requires io.tokamak.node;
  requires HdrHistogram;
}
