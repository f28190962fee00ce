// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.directory.NodeInfo;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes that are there: all of them between JOIN and JOINED, later those that have come. One after
 * the other, up to the end of the message, each:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+
 * |    length, at most 3,072      |  0
 * +-------------------------------+-------------------------------+
 * /                           the node                            /  2
 * +---------------------------------------------------------------+
 * </pre>
 *
 * <p>The node is in the form of {@link io.tokamak.directory.NodeInfoCodec}.
 *
 * @param nodes in any order
 */
public record MembersMessage(List<NodeInfo> nodes) implements DirectoryMessage {
  /** Copies the list. */
  public MembersMessage {
    nodes = List.copyOf(nodes);
  }

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.MEMBERS;
  }

  @Override
  public void encode(MessageWriter to) {
    nodes.forEach(node -> NodeBytes.put(to, node));
  }

  static MembersMessage decode(MessageReader from) {
    List<NodeInfo> nodes = new ArrayList<>();
    while (from.remaining() > 0) {
      nodes.add(NodeBytes.get(from));
    }
    return new MembersMessage(nodes);
  }

  /** Begins a batch. */
  public static void begin(MessageWriter writer) {
    writer.begin(DirectoryMessageType.MEMBERS.code(), 0, 0);
  }

  /** Adds a node to a batch, if there is room for it. */
  public static boolean add(MessageWriter writer, NodeInfo node) {
    return NodeBytes.put(writer, node);
  }

  /**
   * Checks that a node can be told to others.
   *
   * @throws IllegalArgumentException when its name and addresses are too long
   */
  public static void check(NodeInfo node) {
    NodeBytes.check(node);
  }
}
