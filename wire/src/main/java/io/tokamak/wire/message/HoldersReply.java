// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * Who has an object pinned.
 *
 * @param holders one per session
 */
public record HoldersReply(List<Holder> holders) implements Reply {
  /** Copies the list. */
  public HoldersReply {
    holders = List.copyOf(holders);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, holders, (to, holder) -> holder.encode(to));
  }

  /** Reads the payload. */
  public static HoldersReply decode(FrameReader reader) {
    return new HoldersReply(Items.read(reader, Holder.MIN_ENCODED_LENGTH, Holder::decode));
  }
}
