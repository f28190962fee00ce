// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * One size over one fabric.
 *
 * @param fabric which
 * @param bytes data and metadata
 * @param measured by a calibration; else built-in figures
 * @param chosen number of the cheapest protocol
 * @param costsNs cost of each protocol; {@link #IMPOSSIBLE} where it cannot be used
 */
public record CostRow(String fabric, long bytes, boolean measured, int chosen, List<Long> costsNs) {
  /** The cost of what cannot be done. */
  public static final long IMPOSSIBLE = -1;

  static final int MIN_ENCODED_LENGTH = 16;

  /** Copies the list. */
  public CostRow {
    costsNs = List.copyOf(costsNs);
  }

  void encode(FrameWriter writer) {
    writer.putString(fabric, MessageLimits.MAX_NAME_LENGTH);
    writer.putU64(bytes);
    writer.putFlag(measured);
    writer.putU8(chosen);
    Items.write(writer, costsNs, FrameWriter::putU64);
  }

  static CostRow decode(FrameReader reader) {
    return new CostRow(
        reader.getString(MessageLimits.MAX_NAME_LENGTH),
        reader.getU63(),
        reader.getFlag(),
        reader.getU8(),
        Items.read(reader, Long.BYTES, from -> from.getAtLeast(IMPOSSIBLE)));
  }
}
