// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * A transfer of a known object.
 *
 * @param id the object
 * @param incoming whether this node receives
 * @param state how far it is
 * @param how the path its bytes took
 */
public record TransferItem(
    ObjectId id, boolean incoming, TransferState state, TransferSummary how) {
  static final int MIN_ENCODED_LENGTH = ObjectId.LENGTH + 2 + TransferSummary.MIN_ENCODED_LENGTH;

  void encode(FrameWriter writer) {
    writer.putId(id);
    writer.putFlag(incoming);
    writer.putU8(state.code());
    how.encode(writer);
  }

  static TransferItem decode(FrameReader reader) {
    return new TransferItem(
        reader.getId(),
        reader.getFlag(),
        TransferState.of(reader.getU8()),
        TransferSummary.decode(reader));
  }
}
