// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.service.BadMessageException;

/** What a message between managers says. Codes never change. */
public enum TransferType {
  /** Receiver to holder: I want this object. */
  TRANSFER(1),
  /** Holder to receiver: here it is, or lies, or why not. */
  DATA(2),
  /** Holder to receiver: bytes of the object. */
  CHUNK(3),
  /** Receiver to holder: so many more chunks. */
  CREDIT(4),
  /** Receiver to holder: this transfer is over. */
  FIN(5),
  /** To a node that is to fetch objects. */
  PUSH(6),
  /** How the fetch of one pushed object ended. */
  PUSHED(7),
  /** To a holder: delete these. */
  DELETE(8),
  /** How many of them were there. */
  DELETED(9),
  /** Tell me what is sealed and what goes at your node. */
  SUBSCRIBE(10),
  /** What was sealed and what went. */
  EVENTS(11),
  /** No more of it. */
  UNSUBSCRIBE(12),
  /** Make an object to measure with. */
  SCRATCH(13),
  /** Here it lies. */
  SCRATCHED(14),
  /** It is not needed any more. */
  DROP(15),
  /** From who was asked: no more comes of what has this number. */
  ENDED(16),
  /** To a node that is to fetch an object which others fetch, too. */
  BROADCAST(17);

  private static final TransferType[] ALL = values();

  private final int code;

  TransferType(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /**
   * The type with this code.
   *
   * @throws BadMessageException when there is none
   */
  public static TransferType of(int code) {
    if (code < 1 || code > ALL.length) {
      throw new BadMessageException("type %d, expected 1 to %d".formatted(code, ALL.length));
    }
    return ALL[code - 1];
  }
}
