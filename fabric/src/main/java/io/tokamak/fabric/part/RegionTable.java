// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

import io.tokamak.fabric.MemoryRegion.Access;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The registered memory of one node by numbers, which are used again with another generation. For
 * the thread of the fabric.
 *
 * @param <R> what a fabric makes of a registration
 */
public final class RegionTable<R> {
  private final long epoch;
  private final int most;
  private final List<@Nullable R> byNumber = new ArrayList<>();
  private final List<Integer> generations = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  /**
   * An empty table.
   *
   * @param epoch of this life of the node
   * @param most how many there may be at a time
   */
  public RegionTable(long epoch, int most) {
    this.epoch = epoch;
    this.most = most;
  }

  /**
   * Registers memory.
   *
   * @param make makes a region of it; what it throws undoes the registration
   * @throws IllegalArgumentException when it is on the Java heap
   * @throws IllegalStateException when the table is full
   */
  public R register(MemorySegment memory, Access access, Function<Registration, R> make) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException(
          "memory on the Java heap cannot be registered: allocate it from an Arena");
    }
    int number = number();
    int generation = generations.get(number) + 1;
    generations.set(number, generation);
    R region = null;
    try {
      region = make.apply(new Registration(epoch, number, generation, memory, access));
      byNumber.set(number, region);
      return region;
    } finally {
      if (region == null) {
        free.add(number);
      }
    }
  }

  private int number() {
    Integer used = free.poll();
    if (used != null) {
      return used;
    }
    if (byNumber.size() == most) {
      throw new IllegalStateException(
          "%d regions are registered: register larger ones, or close some".formatted(most));
    }
    byNumber.add(null);
    generations.add(0);
    return byNumber.size() - 1;
  }

  /** The region that a pointer means, null if it is stale. */
  public @Nullable R find(int number, int generation) {
    return number >= 0
            && number < byNumber.size()
            && generations.get(number).intValue() == generation
        ? byNumber.get(number)
        : null;
  }

  /** It was closed: pointers to it are stale from here on. */
  public void remove(Registration registration) {
    byNumber.set(registration.number(), null);
    free.add(registration.number());
  }

  /** All that are there, by their numbers. */
  public List<R> all() {
    List<R> all = new ArrayList<>();
    for (R region : byNumber) {
      if (region != null) {
        all.add(region);
      }
    }
    return all;
  }
}
