// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

/** What a peer sent is not of this protocol, or arrived damaged. Ends the connection to it. */
final class BadFrameException extends RuntimeException {
  BadFrameException(String message) {
    super(message, null, false, false);
  }
}
