// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.nio.file.Path;

/**
 * How a node is found by others of its host.
 *
 * @param socket where to listen, at most 107 bytes; its directory is made if it is not there, and
 *     has to belong to this user alone. The table of regions stands beside it: memory is best
 * @param silenceNs how long a peer may say nothing before it counts as hanging; peers say something
 *     four times as often. One that dies is noticed at once
 */
public record ShmOptions(Path socket, long silenceNs) {
  private static final long MILLI_NS = 1_000_000;

  /** Checks the bounds. */
  public ShmOptions {
    if (silenceNs < MILLI_NS) {
      throw new IllegalArgumentException(
          "asked for a silence of %d ns, expected a millisecond or more".formatted(silenceNs));
    }
    socket = socket.toAbsolutePath().normalize();
  }

  /** At this path, with the usual patience of four seconds. */
  public static ShmOptions at(Path socket) {
    return new ShmOptions(socket, 4000 * MILLI_NS);
  }

  /** Where the table of regions is. */
  Path table() {
    return socket.resolveSibling(socket.getFileName() + ".table");
  }
}
