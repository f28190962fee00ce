// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.ObjectId;
import java.util.List;

/**
 * No news of these objects any more. Ids of 20 bytes up to the end of the message.
 *
 * @param ids that a search has watched
 */
public record UnwatchMessage(List<ObjectId> ids) implements DirectoryMessage {
  /** Copies the list. */
  public UnwatchMessage {
    ids = List.copyOf(ids);
  }

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.UNWATCH;
  }

  @Override
  public void encode(MessageWriter to) {
    ids.forEach(to::putId);
  }

  static UnwatchMessage decode(MessageReader from) {
    return new UnwatchMessage(SearchMessage.ids(from));
  }
}
