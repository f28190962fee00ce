// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

/** What a holder says to a wish for an object. Codes never change. */
public enum AnswerStatus {
  /** It is here. */
  FOUND(0),
  /** No sealed object has this id here. */
  NOT_FOUND(1),
  /** Too much is being sent from here, or the store of this node does not answer. */
  BUSY(2),
  /** An object of this id is being written here. */
  NOT_SEALED(3);

  private static final AnswerStatus[] ALL = values();

  private final int code;

  AnswerStatus(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  static AnswerStatus of(int code) {
    if (code >= ALL.length) {
      throw Fields.bad(TransferType.DATA, "status", code, "0 to " + (ALL.length - 1));
    }
    return ALL[code];
  }
}
