// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ProtocolMismatchException;

/** What became of one object of a {@link DeleteRequest}. */
public enum DeleteOutcome {
  /** There was no such object. */
  UNKNOWN(0),
  /** It is gone. */
  DELETED(1),
  /** Somebody has it pinned: it vanishes at the last release. */
  DEFERRED(2),
  /** It is still being written: only its creator can give it up. */
  REFUSED(3);

  private final int code;

  DeleteOutcome(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /**
   * The outcome with this code.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public static DeleteOutcome of(int code) {
    return switch (code) {
      case 0 -> UNKNOWN;
      case 1 -> DELETED;
      case 2 -> DEFERRED;
      case 3 -> REFUSED;
      default -> throw ProtocolMismatchException.of("outcome of a delete", code, "0 to 3");
    };
  }
}
