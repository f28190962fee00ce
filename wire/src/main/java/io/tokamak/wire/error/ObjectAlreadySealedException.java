// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Seal or abort of an object that was sealed before: sealed objects never change. */
public final class ObjectAlreadySealedException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public ObjectAlreadySealedException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public ObjectAlreadySealedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.OBJECT_ALREADY_SEALED, message, cause);
  }
}
