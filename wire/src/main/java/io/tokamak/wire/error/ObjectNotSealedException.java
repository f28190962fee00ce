// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The operation needs a sealed object and this one is still being written. */
public final class ObjectNotSealedException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public ObjectNotSealedException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public ObjectNotSealedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.OBJECT_NOT_SEALED, message, cause);
  }
}
