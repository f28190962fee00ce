// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.RemotePointer;
import java.time.Duration;

/**
 * A writer puts a payload into the memory of a reader and tells it by a message to look. Right: it
 * waits for a flush before. Wrong: it waits for the completion of the write only.
 */
final class ToldWrites implements Scenario {
  private static final int LENGTH = 32;

  private final boolean flushed;

  ToldWrites(boolean flushed) {
    this.flushed = flushed;
  }

  @Override
  public void play(World world) {
    Reader[] reader = new Reader[1];
    Node readers = world.node("reader", node -> reader[0] = new Reader(node));
    world.node("writer", node -> new Writer(node, readers, reader[0].memory.pointer(0, LENGTH)));
    assertThat(world.runUntil(() -> reader[0].told, Duration.ofSeconds(1))).isTrue();
  }

  /** Looks when it is told to. */
  private static final class Reader implements NodeProcess {
    private final Peer peer;
    private final MemoryRegion memory;
    private boolean told;

    Reader(Node node) {
      peer = new Peer(node);
      memory = peer.register(LENGTH, Access.WRITE);
    }

    @Override
    public long step() {
      peer.poll();
      told = !peer.messages.isEmpty();
      assertThat(!told || Peer.isAll(memory.memory(), (byte) 1)).as("the payload").isTrue();
      return WHEN_SOMETHING_ARRIVES;
    }
  }

  /** Writes, waits, tells. */
  private final class Writer implements NodeProcess {
    private static final long WRITE = 1;
    private static final long FLUSH = 2;

    private final Peer peer;
    private final Endpoint endpoint;
    private final MemoryRegion source;
    private final RemotePointer target;
    private boolean began;
    private boolean told;

    Writer(Node node, Node reader, RemotePointer target) {
      peer = new Peer(node);
      endpoint = peer.connect(reader);
      source = peer.register(LENGTH, Access.LOCAL);
      source.memory().fill((byte) 1);
      this.target = target;
    }

    @Override
    public long step() {
      peer.poll();
      if (!began && endpoint.state() == Endpoint.State.READY) {
        began = true;
        endpoint.write(source, 0, target, WRITE);
        endpoint.flush(FLUSH);
      }
      if (!told && peer.isDone(flushed ? FLUSH : WRITE)) {
        told = Peer.send(endpoint, "look");
      }
      return WHEN_SOMETHING_ARRIVES;
    }
  }
}
