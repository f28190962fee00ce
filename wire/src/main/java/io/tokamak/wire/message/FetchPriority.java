// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ProtocolMismatchException;

/** Who goes first when there is not room for all. */
public enum FetchPriority {
  /** Somebody is about to read it. */
  GET(0),
  /** Somebody waits for some of many. */
  WAIT(1),
  /** Somebody may want it later. */
  PREFETCH(2);

  private final int code;

  FetchPriority(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /**
   * The priority with this code.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public static FetchPriority of(int code) {
    return switch (code) {
      case 0 -> GET;
      case 1 -> WAIT;
      case 2 -> PREFETCH;
      default -> throw ProtocolMismatchException.of("priority of a fetch", code, "0 to 2");
    };
  }
}
