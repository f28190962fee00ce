// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import org.jspecify.annotations.Nullable;

/** The kinds of frames, with the lengths their payload may have. */
enum FrameType {
  /** Opens a flow: who calls, who is expected. */
  HELLO(1, Hello.LENGTH, Hello.LENGTH),
  /** Answers HELLO: who is there, and a number to prove oneself with. */
  CHALLENGE(2, Challenge.LENGTH, Challenge.LENGTH),
  /** The caller knows the secret. */
  PROOF(3, Secret.PROOF_LENGTH, Secret.PROOF_LENGTH),
  /** The answerer knows the secret; this flow stands. */
  WELCOME(4, Secret.PROOF_LENGTH, Secret.PROOF_LENGTH),
  /** The caller has all its flows. */
  READY(5, 0, 0),
  /** No connection, and why not. */
  REFUSED(6, 0, Limits.TEXT_BYTES),
  /** The connection ends, and why. */
  GOODBYE(7, 0, Limits.TEXT_BYTES),
  /** Still there. */
  PING(8, 0, 0),
  /** A message. */
  MESSAGE(9, 0, Limits.MESSAGE_BYTES),
  /** Asks for bytes. */
  READ(10, 0, 0),
  /** The bytes, or why there are none. */
  DATA(11, 0, Limits.PIECE_BYTES),
  /** Brings bytes. */
  WRITE(12, 0, Limits.PIECE_BYTES),
  /** They are placed, or why not. */
  WRITTEN(13, 0, 0),
  /** Asks for a compare-and-swap. */
  COMPARE_AND_SWAP(14, 0, 0),
  /** Asks for an addition. */
  FETCH_ADD(15, 0, 0),
  /** What an atomic found. */
  FOUND(16, 0, 0),
  /** Asks to be answered when everything before it is done. */
  FLUSH(17, 0, 0),
  /** Everything before is done. */
  FLUSHED(18, 0, 0);

  private static final FrameType[] BY_CODE = new FrameType[values().length + 1];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final int minLength;
  private final int maxLength;

  FrameType(int code, int minLength, int maxLength) {
    this.code = code;
    this.minLength = minLength;
    this.maxLength = maxLength;
  }

  /** The number on the wire. */
  int code() {
    return code;
  }

  /** The shortest payload. */
  int minLength() {
    return minLength;
  }

  /** The longest payload. */
  int maxLength() {
    return maxLength;
  }

  /** Whether the payload goes straight into a region. */
  boolean placed() {
    return this == DATA || this == WRITE;
  }

  static @Nullable FrameType of(int code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
