// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.NodeRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Payload of CHALLENGE, 72 bytes, little-endian:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    version    |  has a secret |           reserved, 0         |  0
 * +---------------+---------------+-------------------------------+
 * |                           reserved, 0                         |  4
 * +---------------------------------------------------------------+
 * |                      node of the answerer                     |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                      epoch of the answerer                    | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * /            machine of the answerer, 16 bytes, or 0            / 24
 * +---------------------------------------------------------------+
 * /                        nonce, 32 bytes                        / 40
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param version the one to be spoken from here on
 * @param machine on which the answerer is; {@link Hello#UNKNOWN} if it does not say
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one handshake, is never compared.
record Challenge(int version, boolean secret, NodeRef answerer, UUID machine, byte[] nonce) {
  static final int LENGTH = 72;

  byte[] encode() {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) version)
        .put((byte) (secret ? 1 : 0))
        .position(8)
        .putLong(answerer.node())
        .putLong(answerer.epoch())
        .putLong(machine.getMostSignificantBits())
        .putLong(machine.getLeastSignificantBits())
        .put(nonce);
    return bytes;
  }

  /** Reads it; throws {@link BadFrameException}. */
  static Challenge decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = in.get() & 0xff;
    int secret = in.get();
    in.position(8);
    NodeRef answerer = Hello.node(in);
    UUID machine = Hello.machine(in);
    byte[] nonce = new byte[Hello.NONCE_LENGTH];
    in.get(nonce);
    if ((secret | 1) != 1) {
      throw new BadFrameException("CHALLENGE that neither has a secret nor has none: " + secret);
    }
    return new Challenge(version, secret == 1, answerer, machine, nonce);
  }
}
