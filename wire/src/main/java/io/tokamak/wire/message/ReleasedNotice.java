// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Tells that objects being deleted lost a pin of this client: perhaps the last one.
 *
 * @param entries the entries of the objects
 */
public record ReleasedNotice(List<EntryRef> entries) implements Notice {
  /** For one object. */
  public static ReleasedNotice of(int entry, int generation) {
    return new ReleasedNotice(List.of(new EntryRef(entry, generation)));
  }

  /** Copies the list. */
  public ReleasedNotice {
    entries = List.copyOf(entries);
  }

  @Override
  public MessageType type() {
    return MessageType.RELEASED;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, entries, (to, entry) -> entry.encode(to));
  }

  /** Reads the payload. */
  public static ReleasedNotice decode(FrameReader reader) {
    return new ReleasedNotice(Items.read(reader, EntryRef.ENCODED_LENGTH, EntryRef::decode));
  }
}
