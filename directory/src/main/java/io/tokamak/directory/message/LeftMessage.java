// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;

/**
 * A node is not there any more. A member that is told so of itself joins again.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                             node                              |  0
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                             epoch                             |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * /         why: u16 length and UTF-8, at most 512 bytes          / 16
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param why for people
 */
public record LeftMessage(NodeRef node, String why) implements DirectoryMessage {
  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.LEFT;
  }

  @Override
  public void encode(MessageWriter to) {
    to.putNode(node);
    to.putText(why, RefusedMessage.MOST_TEXT_BYTES);
  }

  static LeftMessage decode(MessageReader from) {
    return new LeftMessage(from.getNode(), from.getText(RefusedMessage.MOST_TEXT_BYTES));
  }
}
