// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import org.jspecify.annotations.Nullable;

/** The benchmark cannot go on; the message says why. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BenchException(String message) {
    super(message);
  }

  public BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
