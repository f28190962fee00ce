// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;

/**
 * The node is a member; all members have been told in the MEMBERS before:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                            session                            |  0
 * |                                                               |
 * +---------------------------------------------------------------+
 * |            number of the update that is expected              |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                     lease, in nanoseconds                     | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param session that of the JOIN if everything is still known, else a new one
 * @param leaseNs after how much silence the node is taken for gone
 */
public record JoinedMessage(long session, long nextUpdate, long leaseNs)
    implements DirectoryMessage {
  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.JOINED;
  }

  @Override
  public void encode(MessageWriter to) {
    to.putU64(session);
    to.putU64(nextUpdate);
    to.putU64(leaseNs);
  }

  static JoinedMessage decode(MessageReader from) {
    return new JoinedMessage(from.getU63(), from.getU63(), from.getU63());
  }
}
