// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Use of a handle after its release, or of a builder after seal or abort. */
public final class ReleasedException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public ReleasedException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public ReleasedException(String message, @Nullable Throwable cause) {
    super(ErrorCode.RELEASED, message, cause);
  }
}
