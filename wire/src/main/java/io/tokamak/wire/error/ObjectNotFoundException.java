// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** No object has this id, or it is not visible yet where it must be sealed. */
public final class ObjectNotFoundException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public ObjectNotFoundException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public ObjectNotFoundException(String message, @Nullable Throwable cause) {
    super(ErrorCode.OBJECT_NOT_FOUND, message, cause);
  }
}
