// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.transfer.ControlWord;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Words that control words of peers are read into: registered once, handed out one by one. */
public final class ScratchWords {
  private static final int WORDS = 4096;
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment memory =
      Arena.ofAuto().allocate((long) WORDS * ControlWord.LENGTH, ControlWord.LENGTH);
  private final MemoryRegion region;
  private final Counters counters;
  private final int[] free = new int[WORDS];
  private int freeCount = WORDS;

  ScratchWords(Fabric fabric, Counters counters) {
    region = fabric.register(memory, MemoryRegion.Access.LOCAL);
    this.counters = counters;
    for (int i = 0; i < WORDS; i++) {
      free[i] = WORDS - 1 - i;
    }
  }

  /** A word; -1 when all are in use. */
  public int take() {
    if (freeCount == 0) {
      return -1;
    }
    counters.add(Counter.SCRATCH);
    return free[--freeCount];
  }

  /** It is not needed any more; nothing reads into it. */
  public void giveBack(int word) {
    counters.remove(Counter.SCRATCH);
    free[freeCount++] = word;
  }

  /** What was read. */
  public long value(int word) {
    return memory.get(U64, offset(word));
  }

  MemoryRegion region() {
    return region;
  }

  static long offset(int word) {
    return (long) word * ControlWord.LENGTH;
  }
}
