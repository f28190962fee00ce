// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.MemoryRegion;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The registered memory of one node: numbers, used again with another generation. */
final class Regions {
  private final long epoch;
  private final Consumer<TcpRegion> onClose;
  private final List<@Nullable TcpRegion> byNumber = new ArrayList<>();
  private final List<Integer> generations = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  Regions(long epoch, Consumer<TcpRegion> onClose) {
    this.epoch = epoch;
    this.onClose = onClose;
  }

  long epoch() {
    return epoch;
  }

  TcpRegion register(MemorySegment memory, MemoryRegion.Access access) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException(
          "memory on the Java heap cannot be registered: allocate it from an Arena");
    }
    int number = number();
    int generation = generations.get(number) + 1;
    TcpRegion region = new TcpRegion(this, number, generation, memory, access);
    generations.set(number, generation);
    byNumber.set(number, region);
    return region;
  }

  private int number() {
    Integer used = free.poll();
    if (used != null) {
      return used;
    }
    byNumber.add(null);
    generations.add(0);
    return byNumber.size() - 1;
  }

  /** The region that a pointer means, null if it is stale. */
  @Nullable TcpRegion find(int number, int generation) {
    TcpRegion region = number >= 0 && number < byNumber.size() ? byNumber.get(number) : null;
    return region != null && region.generation() == generation ? region : null;
  }

  void closed(TcpRegion region) {
    byNumber.set(region.number(), null);
    free.add(region.number());
    onClose.accept(region);
  }

  void closeAll() {
    for (TcpRegion region : List.copyOf(byNumber.stream().filter(r -> r != null).toList())) {
      region.close();
    }
  }
}
