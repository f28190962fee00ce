// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/** A peer sent what it must not send: the connection to it ends. */
final class BadFrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadFrameException(String message) {
    super(message);
  }
}
