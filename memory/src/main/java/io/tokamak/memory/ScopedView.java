// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/** Gives a part of a mapping a life of its own, shorter than the mapping's. */
public final class ScopedView {
  private ScopedView() {}

  /**
   * What an arena runs at its end; until then whoever can reach the arena can reach what is kept.
   */
  private record Keeper(Object kept) implements Consumer<MemorySegment> {
    @Override
    public void accept(MemorySegment ended) {}
  }

  /**
   * The bytes of {@code part}, accessible until {@code arena} closes and by the threads the arena
   * allows; read-only if the part is. As long as somebody has the view, {@code keptAlive} is not
   * garbage. The caller sees to it that the mapping outlives the arena.
   */
  @SuppressWarnings("restricted") // no address, and no length that is not there, comes from outside
  public static MemorySegment of(MemorySegment part, Arena arena, Object keptAlive) {
    return part.reinterpret(arena, new Keeper(keptAlive));
  }
}
