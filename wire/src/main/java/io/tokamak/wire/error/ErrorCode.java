// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.error;

/** The status of an error reply: one code for each {@link TokamakException}. Codes never change. */
public enum ErrorCode {
  /** An object with this id is there already. */
  OBJECT_EXISTS(1),

  /** No object has this id. */
  OBJECT_NOT_FOUND(2),

  /** The object is still being written. */
  OBJECT_NOT_SEALED(3),

  /** Seal or abort of a sealed object. */
  OBJECT_ALREADY_SEALED(4),

  /** The object is pinned. */
  OBJECT_IN_USE(5),

  /** No room, also after eviction and waiting. */
  STORE_FULL(6),

  /** More bytes than the quota allows. */
  QUOTA_EXCEEDED(7),

  /** The deadline passed. */
  TIMEOUT(8),

  /** The connection is gone. */
  DISCONNECTED(9),

  /** The node has left or died. */
  NODE_LOST(10),

  /** The bytes are not a frame of this protocol; the connection is dropped. */
  PROTOCOL_MISMATCH(11),

  /** The request can never succeed. */
  INVALID_REQUEST(12),

  /** Use after release, write after seal. */
  RELEASED(13),

  /** No free entry in the object table. */
  TABLE_FULL(14);

  /** The status of a reply that is no error. */
  public static final int OK = 0;

  private static final ErrorCode[] BY_CODE = byCode();

  private final int code;

  ErrorCode(int code) {
    this.code = code;
  }

  /** The number on the wire, 1 to 65535. */
  public int code() {
    return code;
  }

  /** A new exception of the class that belongs to this code. */
  public TokamakException exception(String message) {
    return switch (this) {
      case OBJECT_EXISTS -> new ObjectExistsException(message);
      case OBJECT_NOT_FOUND -> new ObjectNotFoundException(message);
      case OBJECT_NOT_SEALED -> new ObjectNotSealedException(message);
      case OBJECT_ALREADY_SEALED -> new ObjectAlreadySealedException(message);
      case OBJECT_IN_USE -> new ObjectInUseException(message);
      case STORE_FULL -> new StoreFullException(message);
      case QUOTA_EXCEEDED -> new QuotaExceededException(message);
      case TIMEOUT -> new StoreTimeoutException(message);
      case DISCONNECTED -> new DisconnectedException(message);
      case NODE_LOST -> new NodeLostException(message);
      case PROTOCOL_MISMATCH -> new ProtocolMismatchException(message);
      case INVALID_REQUEST -> new InvalidRequestException(message);
      case RELEASED -> new ReleasedException(message);
      case TABLE_FULL -> new TableFullException(message);
    };
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
