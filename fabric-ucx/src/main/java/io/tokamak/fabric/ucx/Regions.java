// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.part.RegionTable;
import io.tokamak.fabric.part.Registration;
import io.tokamak.fabric.ucx.ucp.UcpContext;
import io.tokamak.fabric.ucx.ucp.UcpException;
import io.tokamak.fabric.ucx.ucp.UcpParameters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registered memory of one node: numbers, used again with another generation.
 *
 * <p>Where network cards of peers reach a region, it is theirs until they have said that they use
 * it no more, or are gone, or {@link #PATIENCE_NS} are over; then the registration goes back to
 * UCX, which may keep it in its cache for a while. Until then the pages stay pinned: no card
 * reaches memory that is something else by now.
 */
final class Regions {
  static final long PATIENCE_NS = 1_000_000_000;

  private static final Pin NONE = new Pin(0, 0, 0, false);
  private static final System.Logger LOG = System.getLogger(Regions.class.getName());
  private static final long LONG_BYTES = 16 << 20;

  private final UcpContext context;
  private final boolean pinned;
  private final Arena arena;
  private final UcpParameters plain;
  private final RegionTable<UcxRegion> table;
  private final List<Retired> retired = new ArrayList<>();
  private final List<Pin> forGood = new ArrayList<>();
  private final Deque<UcpParameters> spare = new ArrayDeque<>();
  private long nowNs;

  /**
   * Memory as UCX has it registered.
   *
   * @param registration 0: not at all
   * @param stays whether it stays so when a region is closed
   */
  record Pin(long address, long length, long registration, boolean stays) {
    boolean covers(long otherAddress, long otherLength) {
      return otherAddress >= address && otherAddress + otherLength <= address + length;
    }
  }

  /** A region that peers may still be at. */
  private record Retired(UcxRegion region, long deadlineNs) {
    boolean is(int number, int generation) {
      Registration registration = region.registration();
      return registration.number() == number && registration.generation() == generation;
    }
  }

  /**
   * No memory yet.
   *
   * @param pinned whether network cards reach it
   */
  Regions(long epoch, UcpContext context, boolean pinned, Arena arena) {
    table = new RegionTable<>(epoch, Integer.MAX_VALUE);
    this.context = context;
    this.pinned = pinned;
    this.arena = arena;
    plain = UcpParameters.plain(arena);
  }

  UcxRegion register(MemorySegment memory, MemoryRegion.Access access) {
    return table.register(memory, access, this::region);
  }

  private UcxRegion region(Registration registration) {
    MemorySegment memory = registration.memory();
    Pin pin = pinned && memory.byteSize() > 0 ? pinOf(memory) : NONE;
    long key = pin.registration();
    return new UcxRegion(this, registration, pin, key == 0 ? plain : parameters(key));
  }

  /** Pins memory until {@link #closeAll}. */
  void pinForGood(MemorySegment memory) {
    if (pinned && memory.byteSize() > 0) {
      long registration = pin(memory);
      forGood.add(new Pin(memory.address(), memory.byteSize(), registration, true));
    }
  }

  private Pin pinOf(MemorySegment memory) {
    for (Pin pin : forGood) {
      if (pin.covers(memory.address(), memory.byteSize())) {
        return pin;
      }
    }
    return new Pin(memory.address(), memory.byteSize(), pin(memory), false);
  }

  private UcpParameters parameters(long registration) {
    UcpParameters used = spare.poll();
    return (used == null ? UcpParameters.registered(arena) : used).in(registration);
  }

  private long pin(MemorySegment memory) {
    long beganNs = System.nanoTime();
    try {
      long registration = context.map(memory.address(), memory.byteSize());
      if (memory.byteSize() >= LONG_BYTES) {
        long tookNs = System.nanoTime() - beganNs;
        LOG.log(System.Logger.Level.INFO, UcxWay.registered(memory.byteSize(), tookNs));
      }
      return registration;
    } catch (UcpException refused) {
      throw new IllegalStateException(
          MemoryLimit.explain(memory.byteSize(), String.valueOf(refused.getMessage())), refused);
    }
  }

  /** The region that a pointer means, null if it is stale. */
  @Nullable UcxRegion find(int number, int generation) {
    return table.find(number, generation);
  }

  /** Where a region is, for a peer whose network card may go there from now on. */
  Notice place(Notice.About asked, UcxEndpoint asker) {
    UcxRegion region = pinned ? find(asked.region(), asked.generation()) : null;
    if (region == null) {
      return new Notice.Place(
          asked.region(),
          asked.generation(),
          OperationStatus.STALE_POINTER,
          MemoryRegion.Access.LOCAL,
          0,
          0,
          new byte[0]);
    }
    if (!region.holders().contains(asker)) {
      region.holders().add(asker);
    }
    return new Notice.Place(
        asked.region(),
        asked.generation(),
        OperationStatus.DONE,
        region.access(),
        region.memory().address(),
        region.memory().byteSize(),
        region.pin().registration() == 0
            ? new byte[0]
            : context.packKey(region.pin().registration()));
  }

  void closed(UcxRegion region) {
    table.remove(region.registration());
    for (UcxEndpoint holder : List.copyOf(region.holders())) {
      holder.revoke(region);
    }
    retired.add(new Retired(region, nowNs + PATIENCE_NS));
    sweep(nowNs);
  }

  /** Lets go of what nobody uses any more, or has used for too long. */
  void sweep(long now) {
    nowNs = now;
    for (int i = retired.size() - 1; i >= 0; i--) {
      Retired one = retired.get(i);
      if (one.region().holders().isEmpty() || now - one.deadlineNs() >= 0) {
        retired.remove(i);
        unpin(one.region());
      }
    }
  }

  /** The endpoint is gone, and with it what its peer knew. */
  void leave(UcxEndpoint holder) {
    table.all().forEach(region -> drop(region, holder));
    retired.forEach(one -> drop(one.region(), holder));
  }

  private static void drop(@Nullable UcxRegion region, UcxEndpoint holder) {
    if (region != null) {
      region.holders().remove(holder);
    }
  }

  /** That peer uses the region of that number and generation no more. */
  void returned(UcxEndpoint holder, int number, int generation) {
    drop(find(number, generation), holder);
    for (Retired one : retired) {
      if (one.is(number, generation)) {
        one.region().holders().remove(holder);
      }
    }
  }

  private void unpin(UcxRegion region) {
    Pin pin = region.pin();
    if (pin.registration() != 0) {
      spare.push(region.parameters());
      if (!pin.stays()) {
        context.unmap(pin.registration());
      }
    }
  }

  void closeAll() {
    table.all().forEach(UcxRegion::close);
    retired.forEach(one -> unpin(one.region()));
    retired.clear();
    forGood.forEach(pin -> context.unmap(pin.registration()));
    forGood.clear();
  }
}
