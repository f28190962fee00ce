// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.fabric.Party;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** A node in a process of its own that serves until it is killed, or its parent is gone. */
final class ChildNode {
  static final NodeRef SELF = new NodeRef(77, 7);
  static final int LENGTH = 64 << 20;

  private static final long LIFE_NS = 120_000_000_000L;

  private ChildNode() {}

  /**
   * Serves.
   *
   * @param arguments who moves the bytes; a file to write the address to; transports, tcp if there
   *     are none; whether it never sleeps: {@code busy}
   */
  public static void main(String[] arguments) throws Exception {
    boolean sleeps = arguments.length < 4 || !arguments[3].equals("busy");
    UcxOptions options =
        UcxWorld.options()
            .withTransports(arguments.length < 3 ? "tcp" : arguments[2])
            .withMoves(UcxOptions.Moves.valueOf(arguments[0]));
    long endNs = System.nanoTime() + LIFE_NS;
    try (Arena arena = Arena.ofShared();
        UcxFabric fabric = new UcxFabric(SELF, options, System::nanoTime)) {
      Party party = new Party(fabric, arena);
      party.filled(LENGTH, MemoryRegion.Access.READ, 1);
      Path file = Path.of(arguments[1]);
      Path draft = Files.writeString(Path.of(arguments[1] + ".new"), fabric.address().location());
      Files.move(draft, file);
      while (System.nanoTime() - endNs < 0) {
        if (party.poll() == 0 && sleeps) {
          fabric.await(10_000_000);
        }
      }
    }
  }
}
