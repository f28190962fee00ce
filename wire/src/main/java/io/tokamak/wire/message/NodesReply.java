// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * A page of nodes.
 *
 * @param nextCursor where the next page begins; 0 when this was the last one
 * @param nodes at most {@link MessageLimits#MAX_NODES}
 */
public record NodesReply(int nextCursor, List<NodeDescription> nodes) implements Reply {
  /** Copies the list. */
  public NodesReply {
    nodes = List.copyOf(nodes);
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(nextCursor);
    Items.write(writer, nodes, (to, node) -> node.encode(to));
  }

  /** Reads the payload. */
  public static NodesReply decode(FrameReader reader) {
    return new NodesReply(
        reader.getU31(),
        Items.read(reader, NodeDescription.MIN_ENCODED_LENGTH, NodeDescription::decode));
  }
}
