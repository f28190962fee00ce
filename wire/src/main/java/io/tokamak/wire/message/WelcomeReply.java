// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * A session was opened. The descriptor of the segment rides along with the frame's first byte.
 *
 * @param sessionId names the session in {@link AttachRequest}
 * @param storeEpoch drawn at random when the store started
 * @param slot the client slot, or {@link #NO_SLOT}: then everything goes by messages
 * @param segmentLength bytes of the segment to map
 * @param capacityBytes usable bytes of the data area
 * @param writable whether the descriptor can write
 */
public record WelcomeReply(
    long sessionId,
    long storeEpoch,
    int slot,
    long segmentLength,
    long capacityBytes,
    boolean writable)
    implements Reply {
  /** A {@code slot} that says: none. */
  public static final int NO_SLOT = -1;

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(sessionId);
    writer.putU64(storeEpoch);
    writer.putU32(slot);
    writer.putU64(segmentLength);
    writer.putU64(capacityBytes);
    writer.putFlag(writable);
  }

  /** Reads the payload. */
  public static WelcomeReply decode(FrameReader reader) {
    return new WelcomeReply(
        reader.getU64(),
        reader.getU64(),
        reader.getU32(),
        reader.getU63(),
        reader.getU63(),
        reader.getFlag());
  }
}
