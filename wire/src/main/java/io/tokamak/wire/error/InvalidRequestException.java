// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The request can never succeed as it was asked, whatever the state of the store. */
public final class InvalidRequestException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public InvalidRequestException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public InvalidRequestException(String message, @Nullable Throwable cause) {
    super(ErrorCode.INVALID_REQUEST, message, cause);
  }
}
