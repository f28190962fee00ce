// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Every entry of the object table is taken by an object that cannot be evicted. */
public final class TableFullException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public TableFullException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public TableFullException(String message, @Nullable Throwable cause) {
    super(ErrorCode.TABLE_FULL, message, cause);
  }
}
