// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire;

import io.tokamak.wire.error.ProtocolMismatchException;

/** Where an object is in its life. Codes are those of the object table and never change. */
public enum ObjectState {
  /** Being written by its creator; nobody else sees it. */
  CREATED(1),
  /** Immutable and visible. */
  SEALED(2),
  /** The store is looking whether anybody has it pinned; sealed again or gone right after. */
  EVICTING(3),
  /** Deleted while pinned: readable by its holders, gone at the last release. */
  DELETING(4);

  private final int code;

  ObjectState(int code) {
    this.code = code;
  }

  /** The number on the wire and in the object table. */
  public int code() {
    return code;
  }

  /**
   * The state with this code.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public static ObjectState of(int code) {
    return switch (code) {
      case 1 -> CREATED;
      case 2 -> SEALED;
      case 3 -> EVICTING;
      case 4 -> DELETING;
      default -> throw ProtocolMismatchException.of("object state", code, "1 to 4");
    };
  }
}
