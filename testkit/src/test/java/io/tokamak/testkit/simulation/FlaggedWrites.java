// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.RemotePointer;
import java.time.Duration;

/**
 * A writer puts a payload into the memory of a reader, and then a flag that says it is there. The
 * reader polls the flag. Right: a fence between the two. Wrong: none.
 */
final class FlaggedWrites implements Scenario {
  private static final int ROUNDS = 3;
  private static final int LENGTH = 32;

  private final boolean fenced;

  FlaggedWrites(boolean fenced) {
    this.fenced = fenced;
  }

  @Override
  public void play(World world) {
    Reader[] reader = new Reader[1];
    Node readers = world.node("reader", node -> reader[0] = new Reader(node));
    world.node("writer", node -> new Writer(node, readers, reader[0].memory));
    assertThat(world.runUntil(() -> reader[0].seen == ROUNDS, Duration.ofSeconds(1))).isTrue();
  }

  /** Polls its own memory. */
  private static final class Reader implements NodeProcess {
    private final Peer peer;
    private final MemoryRegion memory;
    private byte seen;

    Reader(Node node) {
      peer = new Peer(node);
      memory = peer.register(LENGTH + 8, Access.WRITE);
    }

    @Override
    public long step() {
      peer.poll();
      byte flag = (byte) memory.memory().get(Peer.WORD, LENGTH);
      if (flag != seen) {
        assertThat(Peer.isAll(memory.memory().asSlice(0, LENGTH), flag)).as("the payload").isTrue();
        seen = flag;
        Peer.send(peer.endpoints.getFirst(), "next");
      }
      return peer.node.nowNs() + 2000;
    }
  }

  /** Writes one payload after the other. */
  private final class Writer implements NodeProcess {
    private final Peer peer;
    private final Endpoint endpoint;
    private final MemoryRegion source;
    private final RemotePointer payload;
    private final RemotePointer flag;
    private int rounds;

    Writer(Node node, Node reader, MemoryRegion target) {
      peer = new Peer(node);
      endpoint = peer.connect(reader);
      source = peer.register(LENGTH + 8, Access.LOCAL);
      payload = target.pointer(0, LENGTH);
      flag = target.pointer(LENGTH, 8);
    }

    @Override
    public long step() {
      peer.poll();
      boolean lastWasSeen = peer.messages.size() == rounds;
      boolean lastCompleted = peer.completions.size() == 2 * rounds;
      if (endpoint.state() == Endpoint.State.READY
          && lastWasSeen
          && lastCompleted
          && rounds < ROUNDS) {
        rounds++;
        write();
      }
      return WHEN_SOMETHING_ARRIVES;
    }

    private void write() {
      source.memory().asSlice(0, LENGTH).fill((byte) rounds);
      source.memory().set(Peer.WORD, LENGTH, rounds);
      endpoint.write(source, 0, payload, peer.token());
      if (fenced) {
        endpoint.fence();
      }
      endpoint.write(source, LENGTH, flag, peer.token());
    }
  }
}
