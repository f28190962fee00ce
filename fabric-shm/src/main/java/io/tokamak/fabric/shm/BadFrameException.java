// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

/** What came over the socket is not what the protocol allows; the connection ends. */
final class BadFrameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BadFrameException(String message) {
    super(message);
  }
}
