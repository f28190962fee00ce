// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.NodeRef;
import io.tokamak.memory.os.BootId;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;

/** A peer that knows how to shake hands, and then does what a test likes. */
final class RudePeer implements AutoCloseable {
  static final NodeRef SELF = new NodeRef(77, 7);

  private final OwnTable table;
  private final RawPeer raw;
  private final Endpoint endpoint;

  /** Connects to that party, which is told of an endpoint. */
  RudePeer(Scene scene, ShmWorld world, Party to) throws IOException {
    this(scene, world, to, "rude.table");
  }

  /** The same with a name for its table. */
  RudePeer(Scene scene, ShmWorld world, Party to, String name) throws IOException {
    table = new OwnTable(world.directory().resolve(name), SELF);
    raw = new RawPeer(to.fabric());
    greet(to.self());
    scene.until("a welcome", () -> raw.heard().contains(FrameType.WELCOME));
    int before = to.connected().size();
    raw.say(FrameType.READY, 0);
    scene.until("an endpoint", () -> to.connected().size() > before);
    endpoint = to.connected().getLast();
    assertThat(endpoint.peer()).isEqualTo(SELF);
  }

  /** Says HELLO, once more perhaps. */
  void greet(NodeRef expected) throws IOException {
    raw.say(FrameType.HELLO, new Greeting(SELF, BootId.here(), table).hello(expected));
  }

  /** What it shows the others. */
  OwnTable table() {
    return table;
  }

  /** What it says. */
  RawPeer raw() {
    return raw;
  }

  /** The other end. */
  Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public void close() throws IOException {
    raw.close();
    table.close();
  }
}
