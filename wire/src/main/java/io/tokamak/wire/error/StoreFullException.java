// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No room for the object, also after eviction and waiting until the deadline. */
public final class StoreFullException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public StoreFullException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public StoreFullException(String message, @Nullable Throwable cause) {
    super(ErrorCode.STORE_FULL, message, cause);
  }
}
