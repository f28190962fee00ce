// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The session would hold more bytes than its quota allows, or the quotas more than the store has.
 */
public final class QuotaExceededException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public QuotaExceededException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public QuotaExceededException(String message, @Nullable Throwable cause) {
    super(ErrorCode.QUOTA_EXCEEDED, message, cause);
  }
}
