// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import org.jspecify.annotations.Nullable;

/** The benchmark cannot go on; the message says why. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
