// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

import java.util.function.Function;

/** The status of an error reply: one code for each {@link TokamakException}. Codes never change. */
public enum ErrorCode {
  /** An object with this id is there already. */
  OBJECT_EXISTS(1, ObjectExistsException::new),

  /** No object has this id. */
  OBJECT_NOT_FOUND(2, ObjectNotFoundException::new),

  /** The object is still being written. */
  OBJECT_NOT_SEALED(3, ObjectNotSealedException::new),

  /** Seal or abort of a sealed object. */
  OBJECT_ALREADY_SEALED(4, ObjectAlreadySealedException::new),

  /** The object is pinned. */
  OBJECT_IN_USE(5, ObjectInUseException::new),

  /** No room, also after eviction and waiting. */
  STORE_FULL(6, StoreFullException::new),

  /** More bytes than the quota allows. */
  QUOTA_EXCEEDED(7, QuotaExceededException::new),

  /** The deadline passed. */
  TIMEOUT(8, StoreTimeoutException::new),

  /** The connection is gone. */
  DISCONNECTED(9, DisconnectedException::new),

  /** The node has left or died. */
  NODE_LOST(10, NodeLostException::new),

  /** The bytes are not a frame of this protocol; the connection is dropped. */
  PROTOCOL_MISMATCH(11, ProtocolMismatchException::new),

  /** The request can never succeed. */
  INVALID_REQUEST(12, InvalidRequestException::new),

  /** Use after release, write after seal. */
  RELEASED(13, ReleasedException::new),

  /** No free entry in the object table. */
  TABLE_FULL(14, TableFullException::new);

  /** The status of a reply that is no error. */
  public static final int OK = 0;

  private static final ErrorCode[] BY_CODE = byCode();

  private final int code;
  private final Function<String, TokamakException> exception;

  ErrorCode(int code, Function<String, TokamakException> exception) {
    this.code = code;
    this.exception = exception;
  }

  /** The number on the wire, 1 to 65535. */
  public int code() {
    return code;
  }

  /** A new exception of the class that belongs to this code. */
  public TokamakException exception(String message) {
    return exception.apply(message);
  }

  /**
   * The error with this code.
   *
   * @throws ProtocolMismatchException when there is none
   */
  public static ErrorCode of(int code) {
    if (code < 1 || code > BY_CODE.length) {
      throw ProtocolMismatchException.of("error code", code, "1 to " + BY_CODE.length);
    }
    return BY_CODE[code - 1];
  }

  private static ErrorCode[] byCode() {
    ErrorCode[] codes = new ErrorCode[values().length];
    for (ErrorCode error : values()) {
      codes[error.code - 1] = error;
    }
    return codes;
  }
}
