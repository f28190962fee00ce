// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import org.jspecify.annotations.Nullable;

/** The kinds of frames, with the lengths their payload may have. */
enum FrameType {
  /** Opens a connection: who calls, who is expected, where the caller's table is. */
  HELLO(1, Hello.LENGTH + 1, Hello.LENGTH + Limits.PATH_BYTES),
  /** Answers HELLO with the same of the other side, which has mapped the caller's memory. */
  WELCOME(2, Hello.LENGTH + 1, Hello.LENGTH + Limits.PATH_BYTES),
  /** The caller has mapped the other side's memory, too. */
  READY(3, 0, 0),
  /** No connection, and why not. Understood in every version. */
  REFUSED(4, 0, Limits.TEXT_BYTES),
  /** The connection ends, and why. The sender uses the other side's memory no more. */
  GOODBYE(5, 0, Limits.TEXT_BYTES),
  /** Still there. */
  PING(6, 0, 0),
  /** A message. */
  MESSAGE(7, 0, Limits.MESSAGE_BYTES),
  /** Asks to be answered when all messages before it have been received. */
  FLUSH(8, 0, 0),
  /** They have been. */
  FLUSHED(9, 0, 0);

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

  /** The number in the header. */
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

  static @Nullable FrameType of(int code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
