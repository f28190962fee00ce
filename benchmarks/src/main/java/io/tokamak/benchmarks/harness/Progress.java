// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.harness;

import java.io.PrintWriter;

/** Hears what the benchmark is doing. */
@FunctionalInterface
public interface Progress {
  /** One line. */
  void say(String line);

  /** Prints each line at once. */
  static Progress on(PrintWriter writer) {
    return line -> {
      writer.println(line);
      writer.flush();
    };
  }
}
