// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.TokamakException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Turns failures that happened in another thread into exceptions of the calling one. */
final class Failures {
  private Failures() {}

  /**
   * The same error with the stack of the calling thread; the original is among the suppressed ones.
   */
  static RuntimeException rethrown(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof TokamakException error) {
      TokamakException here = error.code().exception(String.valueOf(error.getMessage()));
      here.addSuppressed(error);
      return here;
    }
    return new CompletionException(cause);
  }
}
