// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.slot.SealRing;
import io.tokamak.memory.words.MappedWords;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One seal against the answer to a doorbell that was rung for another, in a header of their own.
 */
final class DoorbellRace {
  private static final int SLOT = 192;

  private final SegmentSignals signals;
  private final SealRing ring;

  /**
   * Where headers come from, and come around again. They overlap as the slots of {@link Playground}
   * do; what is used of a header and of the ring in it does not. There are as many as there, and
   * for the same reason enough.
   */
  static final class Ground {
    private static final int PLACES = Playground.PLACES;
    private static final int DISTANCE = 320;
    private static final int LENGTH = SLOT + SlotLayout.LENGTH;

    private final MemorySegment memory =
        Arena.global().allocate((long) PLACES * DISTANCE + LENGTH, HeaderLayout.LENGTH);
    private final AtomicInteger next = new AtomicInteger();

    private MappedWords place() {
      long offset = (long) (next.getAndIncrement() & (PLACES - 1)) * DISTANCE;
      return new MappedWords(memory.asSlice(offset, LENGTH));
    }
  }

  /** Somebody waits for seals, and a doorbell is on its way. */
  DoorbellRace(Ground ground) {
    MappedWords words = ground.place();
    words.putPlain(HeaderLayout.INTEREST, 1);
    words.putPlain(HeaderLayout.DOORBELL, 1);
    signals = new SegmentSignals(words);
    words.putPlain(SLOT + SlotLayout.RING_HEAD, 0);
    words.putPlain(SLOT + SlotLayout.RING_TAIL, 0);
    ring = new SealRing(words, SLOT);
  }

  /** The client: 1 when it rings. */
  int seal() {
    ring.push(ObjectRef.of(0, 1));
    return signals.claimDoorbell(false) ? 1 : 0;
  }

  /** The store: 1 when it hears of the seal now. */
  int answer() {
    signals.answerDoorbell();
    return poll();
  }

  /** Takes what is left. */
  int poll() {
    return ring.poll() == ObjectRef.NONE ? 0 : 1;
  }
}
