// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** An object with this id is there already, sealed or still being written. */
public final class ObjectExistsException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public ObjectExistsException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public ObjectExistsException(String message, @Nullable Throwable cause) {
    super(ErrorCode.OBJECT_EXISTS, message, cause);
  }
}
