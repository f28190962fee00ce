// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The operation needs an object that nobody has pinned, and somebody has. */
public final class ObjectInUseException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public ObjectInUseException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public ObjectInUseException(String message, @Nullable Throwable cause) {
    super(ErrorCode.OBJECT_IN_USE, message, cause);
  }
}
