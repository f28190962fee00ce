// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.time.Duration;

/**
 * A holder uses its memory for one object after the other and raises the generation before each. A
 * reader reads an object's bytes without asking. Right: it reads the generation afterwards, and
 * drops the bytes when it has changed. Wrong: it trusts the bytes.
 */
final class GenerationReads implements Scenario {
  private static final int OBJECTS = 4;
  private static final int LENGTH = 40;
  private static final int READS = 6;

  private final boolean checked;

  GenerationReads(boolean checked) {
    this.checked = checked;
  }

  @Override
  public void play(World world) {
    Holder[] holder = new Holder[1];
    Reader[] reader = new Reader[1];
    Node holders = world.node("holder", node -> holder[0] = new Holder(node));
    world.node("reader", node -> reader[0] = new Reader(node, holders, holder[0]));
    assertThat(world.runUntil(() -> reader[0].reads == READS, Duration.ofSeconds(1))).isTrue();
  }

  /** Fills its memory anew, a word a step; generation, then bytes. */
  private static final class Holder implements NodeProcess {
    private final Peer peer;
    private final MemoryRegion memory;
    private byte announced;
    private byte generation = 1;
    private int filled;

    Holder(Node node) {
      peer = new Peer(node);
      memory = peer.register(8 + LENGTH, Access.READ);
      memory.memory().set(Peer.WORD, 0, generation);
    }

    @Override
    public long step() {
      peer.poll();
      if (filled < LENGTH) {
        memory.memory().asSlice(8 + filled, 8).fill(generation);
        filled += 8;
        announced = filled == LENGTH ? generation : 0;
      } else if (generation < OBJECTS && peer.node.world().random().nextInt(8) == 0) {
        announced = 0;
        memory.memory().set(Peer.WORD, 0, ++generation);
        filled = 0;
      }
      return peer.node.nowNs() + 1000;
    }
  }

  /** Reads whatever is announced. */
  private final class Reader implements NodeProcess {
    private final Peer peer;
    private final Holder holder;
    private final Endpoint endpoint;
    private final MemoryRegion local;
    private final RemotePointer word;
    private final RemotePointer bytes;
    private byte wanted;
    private long bytesToken;
    private long wordToken;
    private int reads;

    Reader(Node node, Node holders, Holder holder) {
      this.holder = holder;
      peer = new Peer(node);
      endpoint = peer.connect(holders);
      local = peer.register(8 + LENGTH, Access.LOCAL);
      word = holder.memory.pointer(0, 8);
      bytes = holder.memory.pointer(8, LENGTH);
    }

    @Override
    public long step() {
      peer.poll();
      if (wanted == 0 && endpoint.state() == Endpoint.State.READY && holder.announced > 0) {
        wanted = holder.announced;
        bytesToken = peer.token();
        endpoint.read(local, 8, bytes, bytesToken);
      } else if (wanted > 0 && peer.isDone(bytesToken)) {
        haveBytes();
      }
      return peer.node.nowNs() + 5000;
    }

    private void haveBytes() {
      if (!checked) {
        accept();
      } else if (wordToken == 0) {
        wordToken = peer.token();
        endpoint.read(local, 0, word, wordToken);
      } else if (peer.isDone(wordToken)) {
        assertThat(peer.completions.get(wordToken).status()).isEqualTo(OperationStatus.DONE);
        wordToken = 0;
        if (local.memory().get(Peer.WORD, 0) == wanted) {
          accept();
        } else {
          wanted = 0;
        }
      }
    }

    private void accept() {
      assertThat(Peer.isAll(local.memory().asSlice(8, LENGTH), wanted)).as("the object").isTrue();
      wanted = 0;
      reads++;
    }
  }
}
