// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

/** A peer sent bytes that are no message: what was found and what was expected. */
public final class BadMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what was found and what was expected. */
  public BadMessageException(String message) {
    super(message);
  }
}
