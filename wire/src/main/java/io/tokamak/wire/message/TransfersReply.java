// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * Transfers, the newest first.
 *
 * @param shared nodes and texts that the transfers name
 * @param transfers at most {@link MessageLimits#MAX_TRANSFERS}
 */
public record TransfersReply(SharedTexts shared, List<TransferItem> transfers) implements Reply {
  /** Copies the list. */
  public TransfersReply {
    transfers = List.copyOf(transfers);
  }

  @Override
  public void encode(FrameWriter writer) {
    shared.encode(writer);
    Items.write(writer, transfers, (to, transfer) -> transfer.encode(to));
  }

  /** Reads the payload. */
  public static TransfersReply decode(FrameReader reader) {
    return new TransfersReply(
        SharedTexts.decode(reader),
        Items.read(reader, TransferItem.MIN_ENCODED_LENGTH, TransferItem::decode));
  }
}
