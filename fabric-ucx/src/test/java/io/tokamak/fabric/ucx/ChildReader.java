// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A node in a process of its own that reads from its parent, again and again, over a new connection
 * when the last one is gone, and says after each read whether the bytes were right.
 */
final class ChildReader {
  /** What it reads: the first region of this node, which is filled with this salt. */
  static final NodeRef SOURCE = new NodeRef(1, 1);

  static final int LENGTH = 8 << 20;
  static final int SALT = 3;
  static final String RIGHT = "right";
  static final String WRONG = "wrong";

  private static final long LIFE_NS = 120_000_000_000L;
  private static final long PATIENCE_NS = 1_000_000_000;

  private final Party party;
  private final MemoryRegion target;
  private final MemorySegment expected;

  private ChildReader(Party party, Arena arena) {
    this.party = party;
    target = party.memory(LENGTH, MemoryRegion.Access.LOCAL);
    expected = arena.allocate(LENGTH);
    Party.fill(expected, SALT);
  }

  /**
   * Reads.
   *
   * @param arguments who moves the bytes; the address of the parent
   */
  public static void main(String[] arguments) throws Exception {
    UcxOptions options =
        UcxWorld.options().withTransports("tcp").withMoves(UcxOptions.Moves.valueOf(arguments[0]));
    FabricAddress address = new FabricAddress(UcxFabric.NAME, arguments[1]);
    long endNs = System.nanoTime() + LIFE_NS;
    try (Arena arena = Arena.ofShared();
        UcxFabric fabric = new UcxFabric(ChildNode.SELF, options, System::nanoTime)) {
      ChildReader reader = new ChildReader(new Party(fabric, arena), arena);
      while (System.nanoTime() - endNs < 0) {
        reader.readWhileThereIs(
            fabric.connect(SOURCE, address, System.nanoTime() + PATIENCE_NS), endNs);
      }
    }
  }

  private void readWhileThereIs(Endpoint endpoint, long endNs) {
    RemotePointer all = new RemotePointer(SOURCE.epoch(), 0, 1, 0, LENGTH);
    long token = 0;
    while (!party.disconnected().containsKey(endpoint) && System.nanoTime() - endNs < 0) {
      if (token != 0 && party.hasCompleted(token)) {
        judge(endpoint, party.status(token));
        token = 0;
      }
      if (token == 0 && endpoint.state() == Endpoint.State.READY) {
        target.memory().fill((byte) 0);
        token = party.token();
        endpoint.read(target, 0, all, token);
      }
      if (party.poll() == 0) {
        party.fabric().await(1_000_000);
      }
    }
  }

  private void judge(Endpoint endpoint, OperationStatus status) {
    boolean same = target.memory().mismatch(expected) < 0;
    if (status != OperationStatus.DISCONNECTED) {
      boolean right = status == OperationStatus.DONE && same;
      endpoint.send(Scene.bytes(right ? RIGHT : WRONG), MemorySegment.NULL);
    }
  }
}
