// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.util.ArrayList;
import java.util.List;

/** A region of the peer, as far as it is known here. */
final class RemoteRegion {
  enum State {
    /** The peer was asked where it is. */
    ASKED,
    /** Of use. */
    KNOWN,
    /** Of no use any more; its key goes as soon as nothing uses it. */
    GONE
  }

  final int number;
  final int generation;

  /** What waits for the answer. */
  final List<Operation> waiting = new ArrayList<>();

  State state = State.ASKED;
  Access access = Access.LOCAL;
  long address;
  long length;
  long key;

  /** Operations that use it. */
  int uses;

  RemoteRegion(int number, int generation) {
    this.number = number;
    this.generation = generation;
  }

  boolean is(int otherNumber, int otherGeneration) {
    return number == otherNumber && generation == otherGeneration;
  }

  /** Whether an operation may go there. */
  OperationStatus check(Operation operation) {
    long bytes = operation.isAtomic() ? Long.BYTES : operation.length;
    long offset = operation.targetOffset;
    if (offset < 0 || bytes > length || offset > length - bytes) {
      return OperationStatus.OUT_OF_BOUNDS;
    }
    Access needed = operation.kind == Operation.Kind.READ ? Access.READ : Access.WRITE;
    if (access.compareTo(needed) < 0) {
      return OperationStatus.DENIED;
    }
    boolean aligned = offset % Long.BYTES == 0 && (address + offset) % Long.BYTES == 0;
    return operation.isAtomic() && !aligned ? OperationStatus.MISALIGNED : OperationStatus.DONE;
  }
}
