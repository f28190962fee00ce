// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * What each protocol costs at each size.
 *
 * @param protocols their labels
 * @param rows by fabric, then size
 */
public record CostsReply(List<String> protocols, List<CostRow> rows) implements Reply {
  /** Copies the lists. */
  public CostsReply {
    protocols = List.copyOf(protocols);
    rows = List.copyOf(rows);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.writeTexts(writer, protocols);
    Items.write(writer, rows, (to, row) -> row.encode(to));
  }

  /** Reads the payload. */
  public static CostsReply decode(FrameReader reader) {
    return new CostsReply(
        Items.readTexts(reader), Items.read(reader, CostRow.MIN_ENCODED_LENGTH, CostRow::decode));
  }
}
