// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.RemotePointer;
import java.time.Duration;

/**
 * A lock in the memory of one node, which that node and another one take in turns. Right: the owner
 * takes it through the fabric as well. Wrong: with its processor.
 */
final class LockWord implements Scenario {
  private static final int TURNS = 3;

  private final boolean oneDomain;

  LockWord(boolean oneDomain) {
    this.oneDomain = oneDomain;
  }

  @Override
  public void play(World world) {
    Critical critical = new Critical();
    Owner[] owner = new Owner[1];
    Node owners = world.node("owner", node -> owner[0] = new Owner(node, critical));
    RemotePointer word = owner[0].lock.pointer(0, 8);
    world.node("other", node -> new Locker(new Peer(node), owners, word, 2, critical));
    assertThat(world.runUntil(() -> critical.turns == 2 * TURNS, Duration.ofSeconds(1))).isTrue();
  }

  /** What only one may be in. */
  private static final class Critical {
    private int inside;
    private int turns;

    void enter() {
      assertThat(++inside).as("holders of the lock").isEqualTo(1);
    }

    void leave() {
      inside--;
      turns++;
    }
  }

  /** The node whose memory it is. */
  private final class Owner implements NodeProcess {
    private final Peer peer;
    private final MemoryRegion lock;
    private final Critical critical;
    private final Locker throughFabric;
    private int turns;
    private boolean holds;

    Owner(Node node, Critical critical) {
      this.critical = critical;
      peer = new Peer(node);
      lock = peer.register(8, Access.WRITE);
      throughFabric = new Locker(peer, node, lock.pointer(0, 8), 1, critical);
    }

    @Override
    public long step() {
      if (oneDomain) {
        return throughFabric.step();
      }
      peer.poll();
      if (holds) {
        holds = false;
        turns++;
        critical.leave();
        lock.memory().set(Peer.WORD, 0, 0);
      } else if (turns < TURNS && lock.memory().get(Peer.WORD, 0) == 0) {
        holds = true;
        lock.memory().set(Peer.WORD, 0, 1);
        critical.enter();
      }
      return peer.node.nowNs() + 3000;
    }
  }

  /** Takes and releases the lock by compare-and-swap. */
  private static final class Locker implements NodeProcess {
    private final Peer peer;
    private final Endpoint endpoint;
    private final RemotePointer word;
    private final long me;
    private final Critical critical;
    private long token;
    private boolean holds;
    private int turns;

    Locker(Peer peer, Node owner, RemotePointer word, long me, Critical critical) {
      this.peer = peer;
      this.word = word;
      this.me = me;
      this.critical = critical;
      endpoint = peer.connect(owner);
    }

    @Override
    public long step() {
      peer.poll();
      if (token != 0 && peer.isDone(token)) {
        swapped(peer.completions.get(token).value());
        token = 0;
      }
      if (token == 0 && endpoint.state() == Endpoint.State.READY && (holds || turns < TURNS)) {
        swap();
      }
      return peer.node.nowNs() + 5000;
    }

    private void swap() {
      token = peer.token();
      if (holds) {
        turns++;
        critical.leave();
      }
      endpoint.compareAndSwap(word, holds ? me : 0, holds ? 0 : me, token);
    }

    private void swapped(long found) {
      if (holds) {
        holds = false;
      } else if (found == 0) {
        holds = true;
        critical.enter();
      }
    }
  }
}
