// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/** What a frame is. */
enum FrameType {
  /** The first frame each way: this way works. */
  HELLO,
  /** Nothing, so that the peer hears something. */
  PING,
  /** A message. */
  MESSAGE,
  /** Asks for bytes of a region. */
  READ,
  /** The bytes, or why not. */
  DATA,
  /** Bytes for a region. */
  WRITE,
  /** They are placed, or why not. */
  WRITTEN,
  /** Asks to swap a word. */
  COMPARE_AND_SWAP,
  /** Asks to add to a word. */
  FETCH_ADD,
  /** What was there, or why not. */
  FOUND,
  /** Asks whether all before it has been received. */
  FLUSH,
  /** It has. */
  FLUSHED;

  private static final FrameType[] ALL = values();

  /** Its number in a frame. */
  @SuppressWarnings("EnumOrdinal") // a test compares them with the document
  byte code() {
    return (byte) (ordinal() + 1);
  }

  /** The type with that number; throws {@link BadFrameException}. */
  static FrameType of(byte code) {
    if (code < 1 || code > ALL.length) {
      throw new BadFrameException("a frame of type " + code);
    }
    return ALL[code - 1];
  }
}
