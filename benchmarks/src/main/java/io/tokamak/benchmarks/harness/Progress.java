// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

/** Hears what the benchmark is doing. */
@FunctionalInterface
public interface Progress {
  /** One line. */
  void say(String line);
}
