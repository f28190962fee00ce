// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The root of every error a user of the store can meet.
 *
 * <p>The family is sealed, so a {@code switch} over it is complete. The message says what was
 * asked, what was found and what to do.
 */
public abstract sealed class TokamakException extends RuntimeException
    permits DisconnectedException,
        InvalidRequestException,
        NodeLostException,
        ObjectAlreadySealedException,
        ObjectExistsException,
        ObjectInUseException,
        ObjectNotFoundException,
        ObjectNotSealedException,
        ProtocolMismatchException,
        QuotaExceededException,
        ReleasedException,
        StoreFullException,
        StoreTimeoutException,
        TableFullException {
  @Serial private static final long serialVersionUID = 1;

  private final ErrorCode code;

  TokamakException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** The code under which this error travels. */
  public final ErrorCode code() {
    return code;
  }
}
