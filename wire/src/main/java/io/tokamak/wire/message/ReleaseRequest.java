// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Gives back pins that the store keeps on its own books.
 *
 * @param entries one per pin
 */
public record ReleaseRequest(List<EntryRef> entries) implements Call<EmptyReply> {
  /** Copies the list. */
  public ReleaseRequest {
    entries = List.copyOf(entries);
  }

  @Override
  public MessageType type() {
    return MessageType.RELEASE;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, entries, (to, entry) -> entry.encode(to));
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static ReleaseRequest decode(FrameReader reader) {
    return new ReleaseRequest(Items.read(reader, EntryRef.ENCODED_LENGTH, EntryRef::decode));
  }
}
