// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Bytes that are no frame of this protocol version. The connection they came over is dropped. */
public final class ProtocolMismatchException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was expected and what was found. */
  public ProtocolMismatchException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public ProtocolMismatchException(String message, @Nullable Throwable cause) {
    super(ErrorCode.PROTOCOL_MISMATCH, message, cause);
  }

  /** For a field {@code what} that held {@code found} where only {@code expected} makes sense. */
  public static ProtocolMismatchException of(String what, long found, String expected) {
    return new ProtocolMismatchException(what + ": found " + found + ", expected " + expected);
  }
}
