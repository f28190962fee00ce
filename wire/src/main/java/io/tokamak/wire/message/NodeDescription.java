// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * A node of the cluster, and the way to it.
 *
 * @param node which node, which life
 * @param name for people
 * @param capacityBytes of its store
 * @param self whether it is the node that was asked
 * @param fabric the fabric that leads to it, empty when none does; of this node, what its fabrics
 *     work with, in a line, empty when their names say all
 * @param whyNotBetter a line for each fabric that was not taken
 * @param addresses where it can be reached
 */
public record NodeDescription(
    NodeKey node,
    String name,
    long capacityBytes,
    boolean self,
    String fabric,
    List<String> whyNotBetter,
    List<String> addresses) {
  static final int MIN_ENCODED_LENGTH = NodeKey.ENCODED_LENGTH + 21;

  /** Copies the lists. */
  public NodeDescription {
    whyNotBetter = List.copyOf(whyNotBetter);
    addresses = List.copyOf(addresses);
  }

  void encode(FrameWriter writer) {
    node.encode(writer);
    writer.putString(name, MessageLimits.MAX_NAME_LENGTH);
    writer.putU64(capacityBytes);
    writer.putFlag(self);
    writer.putString(fabric, MessageLimits.MAX_NAME_LENGTH);
    Items.writeTexts(writer, whyNotBetter);
    Items.writeTexts(writer, addresses);
  }

  static NodeDescription decode(FrameReader reader) {
    return new NodeDescription(
        NodeKey.decode(reader),
        reader.getString(MessageLimits.MAX_NAME_LENGTH),
        reader.getU63(),
        reader.getFlag(),
        reader.getString(MessageLimits.MAX_NAME_LENGTH),
        Items.readTexts(reader),
        Items.readTexts(reader));
  }
}
