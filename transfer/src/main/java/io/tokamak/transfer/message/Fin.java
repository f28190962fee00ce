// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import java.lang.foreign.MemorySegment;

/**
 * FIN: the receiver is through with a transfer. The body has 8 bytes:
 *
 * <pre>
 *   0  end       u8
 *   1  reserved  7 bytes, 0
 * </pre>
 */
public final class Fin {
  /** Bytes of the body. */
  public static final int LENGTH = 8;

  /** How it ended. Codes never change. */
  public enum End {
    /** The receiver has all of it. */
    DONE(0),
    /** The receiver does not want it any more. */
    CANCELLED(1),
    /** The receiver could not use what came. */
    FAILED(2);

    private static final End[] ALL = values();

    private final int code;

    End(int code) {
      this.code = code;
    }

    /** The number on the wire. */
    public int code() {
      return code;
    }
  }

  private Fin() {}

  /** Writes the message; returns its length. */
  public static int write(MemorySegment message, long number, End end) {
    int length = Fields.begin(message, TransferType.FIN, LENGTH, 0, number);
    Fields.u8(message, 0, end.code());
    return length;
  }

  /** How it ended. */
  public static End end(MemorySegment message) {
    Fields.exactly(message, LENGTH, TransferType.FIN);
    int code = Fields.u8(message, 0);
    if (code >= End.ALL.length) {
      throw Fields.bad(TransferType.FIN, "end", code, "0 to " + (End.ALL.length - 1));
    }
    return End.ALL[code];
  }
}
