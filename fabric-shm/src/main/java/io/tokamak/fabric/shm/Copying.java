// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.OperationStatus;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Does what operations are about, on the mappings of a peer's files. See {@link RegionSlots} for
 * why regions may be closed at any time. No allocation. For one thread.
 */
final class Copying {
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

  /** One access of the processor, and whole if its address is a multiple of 8. */
  private static final ValueLayout.OfLong ANY_WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final RegionSlots own;
  private final PeerMemory peer;
  private @Nullable IOException failure;

  /** Operations of the node with the slots {@code own} on the memory of {@code peer}. */
  Copying(RegionSlots own, PeerMemory peer) {
    this.own = own;
    this.peer = peer;
  }

  /** Why the memory of the peer is of no use; null as long as it is. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Does the next piece of an operation, or all of it if it is short. */
  void step(Operation operation) {
    try {
      if (operation.kind == Operation.Kind.READ) {
        operation.status = move(operation);
      } else {
        own.beginWrite(RegionSlots.ticket(operation.targetRegion, operation.targetGeneration));
        try {
          operation.status = operation.isAtomic() ? change(operation) : move(operation);
        } finally {
          own.endWrite();
        }
      }
    } catch (IOException unusable) {
      failure = unusable;
      operation.status = OperationStatus.DISCONNECTED;
    }
    if (operation.status == OperationStatus.STALE_POINTER && peer.table().isOver()) {
      operation.status = OperationStatus.DISCONNECTED;
    }
    if (operation.status != OperationStatus.DONE) {
      operation.value = 0;
    }
  }

  private OperationStatus move(Operation operation) throws IOException {
    ShmRegion local = operation.region;
    if (local == null || !local.isOpen()) {
      return OperationStatus.STALE_POINTER;
    }
    OperationStatus status = peer.find(operation);
    if (status != OperationStatus.DONE) {
      return status;
    }
    long length = Math.min(Limits.PIECE_BYTES, operation.length - operation.done);
    long at = operation.regionOffset + operation.done;
    peer.prefault(length);
    if (operation.kind == Operation.Kind.READ) {
      local.prefault(at, length);
      copy(peer.memory(), peer.offset(), local.memory(), at, length);
    } else {
      copy(local.memory(), at, peer.memory(), peer.offset(), length);
    }
    operation.done += length;
    return peer.isStillOpen() ? OperationStatus.DONE : OperationStatus.STALE_POINTER;
  }

  /** A word goes in one piece wherever it is aligned, since it may be one that others change. */
  private static void copy(
      MemorySegment from, long fromOffset, MemorySegment to, long toOffset, long length) {
    if (length == Long.BYTES) {
      to.set(ANY_WORD, toOffset, from.get(ANY_WORD, fromOffset));
    } else {
      MemorySegment.copy(from, fromOffset, to, toOffset, length);
    }
  }

  private OperationStatus change(Operation operation) throws IOException {
    OperationStatus status = peer.find(operation);
    if (status == OperationStatus.DONE) {
      operation.value = atomic(operation, peer.memory(), peer.offset());
      operation.done = operation.length;
    }
    return status;
  }

  private static long atomic(Operation operation, MemorySegment memory, long at) {
    return operation.kind == Operation.Kind.FETCH_ADD
        ? (long) WORD.getAndAdd(memory, at, operation.argument)
        : (long) WORD.compareAndExchange(memory, at, operation.argument, operation.value);
  }
}
