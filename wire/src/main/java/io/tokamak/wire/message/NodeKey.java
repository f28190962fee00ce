// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * One life of a node.
 *
 * @param node the node's id, never 0
 * @param epoch different in each life of it
 */
public record NodeKey(long node, long epoch) {
  static final int ENCODED_LENGTH = 16;

  void encode(FrameWriter writer) {
    writer.putU64(node);
    writer.putU64(epoch);
  }

  static NodeKey decode(FrameReader reader) {
    long node = reader.getU64();
    if (node == 0) {
      throw ProtocolMismatchException.of(reader.type() + " node", 0, "an id, which is never 0");
    }
    return new NodeKey(node, reader.getU64());
  }
}
