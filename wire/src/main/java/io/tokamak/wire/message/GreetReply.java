// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * The manager listens.
 *
 * @param self the node it belongs to
 */
public record GreetReply(NodeKey self) implements Reply {
  @Override
  public void encode(FrameWriter writer) {
    self.encode(writer);
  }

  /** Reads the payload. */
  public static GreetReply decode(FrameReader reader) {
    return new GreetReply(NodeKey.decode(reader));
  }
}
