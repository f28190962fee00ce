// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The peers that may write into memory of this node: all that have mapped it and have not closed
 * their end of the connection yet. For one thread.
 */
final class Writers {
  private static final int SPINS = 1000;
  private static final int PAUSES = 20_000;
  private static final int PAUSES_BETWEEN_LOOKS = 20;
  private static final long PAUSE_NS = 100_000;

  private final List<Writer> writers = new ArrayList<>();

  /** A peer, and the connection over which its end would be noticed. */
  private record Writer(PeerTable table, Flow flow) {
    boolean isWriting(long ticket) {
      return table.regions().isWriting(ticket);
    }
  }

  void add(PeerTable table, Flow flow) {
    writers.add(new Writer(table, flow));
  }

  /** This peer writes no more. */
  void remove(PeerTable table) {
    if (writers.removeIf(writer -> writer.table() == table)) {
      table.close();
    }
  }

  /**
   * Waits until nobody writes into a region that was just closed: some microseconds, unless a peer
   * was stopped in the middle of it, for which some seconds are the limit. One that died in the
   * middle of it is noticed within milliseconds.
   *
   * @throws IllegalStateException when the limit is reached
   */
  void await(long ticket) {
    for (Writer writer : List.copyOf(writers)) {
      await(writer, ticket);
    }
  }

  private static void await(Writer writer, long ticket) {
    for (int i = 0; i < SPINS; i++) {
      if (!writer.isWriting(ticket)) {
        return;
      }
      Thread.onSpinWait();
    }
    for (int i = 0; i < PAUSES; i++) {
      boolean look = i % PAUSES_BETWEEN_LOOKS == 0;
      if ((look && writer.flow().isPeerGone()) || !writer.isWriting(ticket)) {
        return;
      }
      LockSupport.parkNanos(PAUSE_NS);
    }
    throw new IllegalStateException(
        "a peer stands still in the middle of a write into a region that was closed:"
            + " its memory must not be used for anything else until that process goes on or ends");
  }

  void closeAll() {
    writers.forEach(writer -> writer.table().close());
    writers.clear();
  }
}
