// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A leased extent of the data area and granted entries of the object table. An array, not a list,
 * because the client takes its entries from there on its fast path; do not change it.
 *
 * @param offset where the extent begins in the data area, in bytes
 * @param length bytes of the extent; 0 when there is none to spare: then create by {@link
 *     CreateRequest}
 * @param entries indices of the granted entries
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below go by content
public record LeaseReply(long offset, long length, int[] entries) implements Reply {
  /** What a client gets when there is nothing to spare. */
  public static final LeaseReply NONE = new LeaseReply(0, 0, new int[0]);

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(offset);
    writer.putU64(length);
    writer.putU32(entries.length);
    for (int entry : entries) {
      writer.putU32(entry);
    }
  }

  /** Reads the payload. */
  public static LeaseReply decode(FrameReader reader) {
    return new LeaseReply(reader.getU63(), reader.getU63(), decodeEntries(reader));
  }

  private static int[] decodeEntries(FrameReader reader) {
    int[] entries = new int[Items.readCount(reader, Integer.BYTES)];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = reader.getU31();
    }
    return entries;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LeaseReply reply
        && offset == reply.offset
        && length == reply.length
        && Arrays.equals(entries, reply.entries);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(offset ^ length) + Arrays.hashCode(entries);
  }

  @Override
  public String toString() {
    return "LeaseReply[offset="
        + offset
        + ", length="
        + length
        + ", entries="
        + Arrays.toString(entries)
        + "]";
  }
}
