// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.ucx.ucp.UcpParameters;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Memory that is registered, and pinned where network cards reach it. */
final class UcxRegion implements MemoryRegion {
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private final Regions regions;
  private final int number;
  private final int generation;
  private final MemorySegment memory;
  private final Access access;

  private final Regions.Pin pin;

  private final UcpParameters parameters;

  /** Peers that know where it is. */
  private final List<UcxEndpoint> holders = new ArrayList<>();

  private boolean open = true;

  UcxRegion(
      Regions regions,
      int number,
      int generation,
      MemorySegment memory,
      Access access,
      Regions.Pin pin,
      UcpParameters parameters) {
    this.regions = regions;
    this.number = number;
    this.generation = generation;
    this.memory = memory;
    this.access = access;
    this.pin = pin;
    this.parameters = parameters;
  }

  int number() {
    return number;
  }

  int generation() {
    return generation;
  }

  /** The memory it is in, as UCX has it registered. */
  Regions.Pin pin() {
    return pin;
  }

  /** For operations on this memory. */
  UcpParameters parameters() {
    return parameters;
  }

  List<UcxEndpoint> holders() {
    return holders;
  }

  boolean isOpen() {
    return open;
  }

  boolean belongsTo(Regions others) {
    return regions == others;
  }

  /** Whether a peer may do this; {@code needed} is READ or WRITE. */
  OperationStatus check(long offset, long length, Access needed) {
    if (offset < 0 || length < 0 || offset > memory.byteSize() - length) {
      return OperationStatus.OUT_OF_BOUNDS;
    }
    return access.compareTo(needed) < 0 ? OperationStatus.DENIED : OperationStatus.DONE;
  }

  /** The same for an atomic on the word at {@code offset}. */
  OperationStatus checkWord(long offset) {
    OperationStatus status = check(offset, Long.BYTES, Access.WRITE);
    boolean aligned = (memory.address() + offset) % Long.BYTES == 0 && offset % Long.BYTES == 0;
    return status == OperationStatus.DONE && !aligned ? OperationStatus.MISALIGNED : status;
  }

  long compareAndSwap(long offset, long expected, long value) {
    return (long) WORD.compareAndExchange(memory, offset, expected, value);
  }

  long fetchAdd(long offset, long delta) {
    return (long) WORD.getAndAdd(memory, offset, delta);
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public Access access() {
    return access;
  }

  @Override
  public RemotePointer pointer(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, memory.byteSize());
    return new RemotePointer(regions.epoch(), number, generation, offset, length);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      regions.closed(this);
    }
  }
}
