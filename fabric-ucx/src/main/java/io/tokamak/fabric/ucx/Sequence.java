// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.ucx.ucp.UcpWorker;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the frames of one connection into the order they were sent in. UCX keeps it for what goes
 * one way; messages of several parts may go several ways, and be overtaken.
 */
final class Sequence {
  private final List<Frame> early = new ArrayList<>();
  private final Owed next = new Owed();
  private int expected;
  private long earlyBytes;

  /** Whether it is this frame's turn; if so the next one's is next. */
  boolean isDue(Frame frame) {
    if (frame.sequence != expected) {
      return false;
    }
    expected++;
    next.came();
    return true;
  }

  /** Keeps a frame until its turn. */
  void keep(Frame frame) {
    if (frame.sequence - expected < 0
        || early.size() >= Limits.EARLY_FRAMES
        || earlyBytes + frame.length > Limits.EARLY_BYTES) {
      throw new BadFrameException("frame %d, expected %d".formatted(frame.sequence, expected));
    }
    earlyBytes += frame.length;
    early.add(frame.copy());
  }

  boolean hasEarly() {
    return !early.isEmpty();
  }

  /**
   * Whether others have come, and for that long not the one whose turn it is: it is lost. A look at
   * the time, see {@link Owed}.
   */
  boolean isBroken(long nowNs, long pausedNs, long silenceNs) {
    return hasEarly() && next.isOverdue(nowNs, pausedNs, silenceNs);
  }

  /** The number of the frame whose turn it is. */
  int expected() {
    return expected;
  }

  /** Removes and returns the frame whose turn it is, an empty list if it is not there. */
  List<Frame> takeDue() {
    for (int i = 0; i < early.size(); i++) {
      if (isDue(early.get(i))) {
        earlyBytes -= early.get(i).length;
        return List.of(early.remove(i));
      }
    }
    return List.of();
  }

  /** Gives back what came too early. */
  void release(UcpWorker worker) {
    for (Frame frame : early) {
      if (frame.data != 0) {
        worker.release(frame.data);
      }
    }
    early.clear();
    earlyBytes = 0;
  }
}
