// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * How a fetch ended, or a push.
 *
 * @param shared nodes and texts that the items name
 * @param items one per id, in the order asked
 */
public record FetchReply(SharedTexts shared, List<FetchedItem> items) implements Reply {
  /** Copies the list. */
  public FetchReply {
    items = List.copyOf(items);
  }

  @Override
  public void encode(FrameWriter writer) {
    shared.encode(writer);
    Items.write(writer, items, (to, item) -> item.encode(to));
  }

  /** Reads the payload. */
  public static FetchReply decode(FrameReader reader) {
    return new FetchReply(
        SharedTexts.decode(reader),
        Items.read(reader, FetchedItem.MIN_ENCODED_LENGTH, FetchedItem::decode));
  }
}
