// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;

/**
 * Where are these objects? The correlation is the number of the search; flag 1: tell also when
 * there are new locations, until UNWATCH. Ids of 20 bytes up to the end of the message.
 *
 * @param number of the search, at least 1; one search can have several messages
 * @param watching wants to hear of new locations
 * @param ids of the objects
 */
public record SearchMessage(long number, boolean watching, List<ObjectId> ids)
    implements DirectoryMessage {
  /** The flag of a search that watches. */
  public static final int WATCHING = 1;

  /** Copies the list. */
  public SearchMessage {
    ids = List.copyOf(ids);
  }

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.SEARCH;
  }

  @Override
  public long correlation() {
    return number;
  }

  @Override
  public int flags() {
    return watching ? WATCHING : 0;
  }

  @Override
  public void encode(MessageWriter to) {
    ids.forEach(to::putId);
  }

  static SearchMessage decode(long number, int flags, MessageReader from) {
    if ((flags & ~WATCHING) != 0) {
      throw new BadMessageException(
          "found flags %#x of a search, expected 0 or 1".formatted(flags));
    }
    return new SearchMessage(number, flags == WATCHING, ids(from));
  }

  static List<ObjectId> ids(MessageReader from) {
    int count = from.count(ObjectId.LENGTH);
    List<ObjectId> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add(from.getId());
    }
    return ids;
  }
}
