// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The connection to the store is gone; objects already pinned stay readable until released. */
public final class DisconnectedException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public DisconnectedException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public DisconnectedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.DISCONNECTED, message, cause);
  }
}
