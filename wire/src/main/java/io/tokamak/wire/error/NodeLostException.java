// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The node that had to answer has left the cluster or died. */
public final class NodeLostException extends TokamakException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message that says what was asked, what was found and what to do. */
  public NodeLostException(String message) {
    this(message, null);
  }

  /** The same, with what led to it. */
  public NodeLostException(String message, @Nullable Throwable cause) {
    super(ErrorCode.NODE_LOST, message, cause);
  }
}
