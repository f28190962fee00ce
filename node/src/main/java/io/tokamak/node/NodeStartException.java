// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import java.util.OptionalLong;

/**
 * A node cannot start; the message says what is in the way and what to do. Nothing was left behind.
 */
public final class NodeStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it cannot start. */
  public enum Reason {
    /** A node runs on this socket already. */
    RUNS_ALREADY,
    /** There is less memory than was asked for. */
    MEMORY,
    /** What was asked for makes no sense. */
    INVALID,
    /** A directory, socket or process does not do what it should. */
    MACHINE
  }

  private final Reason reason;
  private final long ownerPid;

  NodeStartException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.ownerPid = 0;
  }

  NodeStartException(String message, long ownerPid, Throwable cause) {
    super(message, cause);
    this.reason = Reason.RUNS_ALREADY;
    this.ownerPid = ownerPid;
  }

  /** Why it cannot start. */
  public Reason reason() {
    return reason;
  }

  /** The process of the node that runs already, if that is what is in the way. */
  public OptionalLong ownerPid() {
    return ownerPid == 0 ? OptionalLong.empty() : OptionalLong.of(ownerPid);
  }
}
