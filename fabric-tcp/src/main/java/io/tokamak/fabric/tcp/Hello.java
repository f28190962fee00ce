// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.NodeRef;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/**
 * Payload of HELLO, 96 bytes, little-endian:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+---------------+---------------+
 * | lowest version|highest version|     flow      |     flows     |  0
 * +---------------+---------------+---------------+---------------+
 * |  has a secret |                  reserved, 0                  |  4
 * +---------------+-----------------------------------------------+
 * |                          connection                           |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                        node of the caller                     | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                        epoch of the caller                    | 24
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                         node expected                         | 32
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                         epoch expected                        | 40
 * |                                                               |
 * +---------------------------------------------------------------+
 * /             machine of the caller, 16 bytes, or 0             / 48
 * +---------------------------------------------------------------+
 * /                        nonce, 32 bytes                        / 64
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param connection number of the endpoint, the same in all its flows, random
 * @param machine on which the caller is; {@link #UNKNOWN} if it does not say
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one handshake, is never compared.
record Hello(
    int lowestVersion,
    int highestVersion,
    int flow,
    int flows,
    boolean secret,
    long connection,
    NodeRef caller,
    NodeRef expected,
    UUID machine,
    byte[] nonce) {
  static final int LENGTH = 96;
  static final int NONCE_LENGTH = 32;
  static final UUID UNKNOWN = new UUID(0, 0);

  byte[] encode() {
    byte[] bytes = new byte[LENGTH];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) lowestVersion)
        .put((byte) highestVersion)
        .put((byte) flow)
        .put((byte) flows)
        .putInt(secret ? 1 : 0)
        .putLong(connection)
        .putLong(caller.node())
        .putLong(caller.epoch())
        .putLong(expected.node())
        .putLong(expected.epoch())
        .putLong(machine.getMostSignificantBits())
        .putLong(machine.getLeastSignificantBits())
        .put(nonce);
    return bytes;
  }

  /** Reads it; throws {@link BadFrameException}. */
  static Hello decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int lowest = in.get() & 0xff;
    int highest = in.get() & 0xff;
    int flow = in.get() & 0xff;
    int flows = in.get() & 0xff;
    int secret = in.getInt();
    long connection = in.getLong();
    NodeRef caller = node(in);
    NodeRef expected = node(in);
    UUID machine = machine(in);
    byte[] nonce = new byte[NONCE_LENGTH];
    in.get(nonce);
    if (caller.equals(NodeRef.ANYBODY)) {
      throw new BadFrameException("HELLO of a caller that may be anybody");
    }
    if (flows < 2 || flows > Limits.FLOWS || flow >= flows || (secret | 1) != 1) {
      throw new BadFrameException("HELLO with flow " + flow + " of " + flows);
    }
    return new Hello(
        lowest, highest, flow, flows, secret == 1, connection, caller, expected, machine, nonce);
  }

  static UUID machine(ByteBuffer in) {
    return new UUID(in.getLong(), in.getLong());
  }

  static NodeRef node(ByteBuffer in) {
    long node = in.getLong();
    if (node == 0) {
      throw new BadFrameException("a node with the id 0");
    }
    return new NodeRef(node, in.getLong());
  }
}
