// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Objects;

/**
 * A piece of memory in a {@link RegionTable}: which bytes, who may do what with them, and the
 * number and generation by which peers name it. For the thread of the fabric.
 */
public final class Registration {
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private final long epoch;
  private final int number;
  private final int generation;
  private final MemorySegment memory;
  private final Access access;
  private boolean open = true;

  Registration(long epoch, int number, int generation, MemorySegment memory, Access access) {
    this.epoch = epoch;
    this.number = number;
    this.generation = generation;
    this.memory = memory;
    this.access = access;
  }

  /** Its place in the table. */
  public int number() {
    return number;
  }

  /** How often its place has been used; a pointer with another one is stale. */
  public int generation() {
    return generation;
  }

  /** The bytes. */
  public MemorySegment memory() {
    return memory;
  }

  /** Who may do what. */
  public Access access() {
    return access;
  }

  /** Whether it is of use. */
  public boolean isOpen() {
    return open;
  }

  /** Ends its use; false if it has ended. */
  public boolean close() {
    boolean first = open;
    open = false;
    return first;
  }

  /** A pointer for peers; the range lies within. */
  public RemotePointer pointer(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, memory.byteSize());
    return new RemotePointer(epoch, number, generation, offset, length);
  }

  /** Whether a peer may do this; {@code needed} is READ or WRITE. */
  public OperationStatus check(long offset, long length, Access needed) {
    if (offset < 0 || length < 0 || offset > memory.byteSize() - length) {
      return OperationStatus.OUT_OF_BOUNDS;
    }
    return access.compareTo(needed) < 0 ? OperationStatus.DENIED : OperationStatus.DONE;
  }

  /** The same for an atomic on the word at {@code offset}. */
  public OperationStatus checkWord(long offset) {
    OperationStatus status = check(offset, Long.BYTES, Access.WRITE);
    boolean aligned = (memory.address() + offset) % Long.BYTES == 0 && offset % Long.BYTES == 0;
    return status == OperationStatus.DONE && !aligned ? OperationStatus.MISALIGNED : status;
  }

  /** Does it to a word that was checked; returns what was there. */
  public long compareAndSwap(long offset, long expected, long value) {
    return (long) WORD.compareAndExchange(memory, offset, expected, value);
  }

  /** Does it to a word that was checked; returns what was there. */
  public long fetchAdd(long offset, long delta) {
    return (long) WORD.getAndAdd(memory, offset, delta);
  }
}
