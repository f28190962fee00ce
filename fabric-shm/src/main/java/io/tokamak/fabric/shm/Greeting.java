// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.NodeRef;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What this node says of itself in a handshake, and what it makes of what others say. */
final class Greeting {
  private final NodeRef self;
  private final UUID bootId;
  private final OwnTable table;

  Greeting(NodeRef self, UUID bootId, OwnTable table) {
    this.self = self;
    this.bootId = bootId;
    this.table = table;
  }

  byte[] hello(NodeRef expected) {
    String path = table.path().toString();
    return new Hello(self, expected, bootId, table.identity(), path).encode();
  }

  /** What is wrong with who that is; null if nothing is. */
  @Nullable String objection(Hello found) {
    if (!isMeant(found.expected())) {
      return "asked for node %s, this is %s".formatted(found.expected(), self);
    }
    if (!found.bootId().equals(bootId)) {
      return "the peer is on another machine: its boot id is %s, here it is %s"
          .formatted(found.bootId(), bootId);
    }
    return null;
  }

  private boolean isMeant(NodeRef expected) {
    return expected.equals(self) || expected.equals(NodeRef.ANYBODY);
  }

  /**
   * Maps the memory of who said that.
   *
   * @throws IOException when it cannot be seen from here
   */
  PeerMemory open(Hello found) throws IOException {
    PeerTable opened = PeerTable.open(PeerTable.path(found.path()), found.table(), found.self());
    PeerMemory memory = new PeerMemory(opened, found.self().epoch());
    try {
      memory.mapAll();
    } catch (IOException unseen) {
      memory.closeFiles();
      opened.close();
      throw unseen;
    }
    return memory;
  }
}
