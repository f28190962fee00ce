// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;

/**
 * A node wants to be a member, or to be one again after it lost the connection:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |            version            |          reserved, 0          |  0
 * +-------------------------------+-------------------------------+
 * |                          reserved, 0                          |  4
 * +---------------------------------------------------------------+
 * |                            session                            |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * |              number of the first update to come               | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * /                the node itself, as in MEMBERS                 / 24
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param session what this life of the host called this membership; 0 for a new one
 * @param nextUpdate at least 1; of meaning in a new membership only
 * @param self the node, in the form that {@link MembersMessage} has
 */
public record JoinMessage(long session, long nextUpdate, NodeInfo self)
    implements DirectoryMessage {
  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.JOIN;
  }

  @Override
  public void encode(MessageWriter to) {
    to.putU16(VERSION);
    to.putU16(0);
    to.putU32(0);
    to.putU64(session);
    to.putU64(nextUpdate);
    NodeBytes.put(to, self);
  }

  static JoinMessage decode(MessageReader from) {
    int version = from.getU16();
    if (version != VERSION) {
      throw new BadMessageException(
          "found version %d of the directory's protocol, expected %d".formatted(version, VERSION));
    }
    from.skipZeros(6);
    return new JoinMessage(from.getU63(), from.getU63(), NodeBytes.get(from));
  }
}
