// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/** UCX cannot be used here; the message is one line that says why and what to do. */
public final class UcxUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UcxUnavailableException(String message) {
    super(message);
  }

  UcxUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
