// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ProtocolMismatchException;

/** How far a transfer is. */
public enum TransferState {
  /** Under way. */
  RUNNING(0),
  /** All bytes are there and the object is sealed. */
  DONE(1),
  /** Given up. */
  FAILED(2);

  private final int code;

  TransferState(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /**
   * The state with this code.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public static TransferState of(int code) {
    return switch (code) {
      case 0 -> RUNNING;
      case 1 -> DONE;
      case 2 -> FAILED;
      default -> throw ProtocolMismatchException.of("state of a transfer", code, "0 to 2");
    };
  }
}
