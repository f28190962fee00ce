// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.ucx.ucp.NativeMemory;
import java.lang.foreign.MemorySegment;

/**
 * Does what a peer asks for, in its order. A region is found by its number and generation, and
 * nothing outside of it is touched.
 */
final class Service {
  private final Regions regions;
  private final Outbox outbox;

  Service(Regions regions, Outbox outbox) {
    this.regions = regions;
    this.outbox = outbox;
  }

  /** Does it at once and answers. */
  void serve(Frame asked) {
    if (outbox.bytes() > Limits.OWED_BYTES) {
      throw new BadFrameException("a request, and the answers are not read");
    }
    switch (asked.what()) {
      case READ -> read(asked);
      case WRITE -> write(asked);
      case COMPARE_AND_SWAP, FETCH_ADD -> atomic(asked);
      case FLUSH -> outbox.send(answer(FrameType.FLUSHED, asked, OperationStatus.DONE));
      default -> throw new BadFrameException(asked.what() + " is no request");
    }
  }

  private void read(Frame asked) {
    long length = asked.argument;
    if (length < 0 || length > Limits.SERVED_PIECE_BYTES) {
      throw new BadFrameException("READ of " + length + " bytes");
    }
    UcxRegion region = regions.find(asked.region, asked.generation);
    OperationStatus status =
        region == null
            ? OperationStatus.STALE_POINTER
            : region.registration().check(asked.offset, length, Access.READ);
    if (region == null || status != OperationStatus.DONE) {
      outbox.send(answer(FrameType.DATA, asked, status));
      return;
    }
    Slot slot = outbox.take(length);
    slot.add(region.memory(), asked.offset, length);
    outbox.send(answer(FrameType.DATA, asked, status), slot);
  }

  private void write(Frame asked) {
    if (asked.length > Limits.SERVED_PIECE_BYTES) {
      throw new BadFrameException("WRITE of " + asked.length + " bytes");
    }
    UcxRegion region = regions.find(asked.region, asked.generation);
    OperationStatus status =
        region == null
            ? OperationStatus.STALE_POINTER
            : region.registration().check(asked.offset, asked.length, Access.WRITE);
    if (region != null && status == OperationStatus.DONE && asked.length > 0) {
      MemorySegment.copy(NativeMemory.ALL, asked.data, region.memory(), asked.offset, asked.length);
    }
    outbox.send(answer(FrameType.WRITTEN, asked, status));
  }

  private void atomic(Frame asked) {
    UcxRegion region = regions.find(asked.region, asked.generation);
    OperationStatus status =
        region == null
            ? OperationStatus.STALE_POINTER
            : region.registration().checkWord(asked.offset);
    long found = 0;
    if (region != null && status == OperationStatus.DONE) {
      found =
          asked.what() == FrameType.FETCH_ADD
              ? region.registration().fetchAdd(asked.offset, asked.argument)
              : region.registration().compareAndSwap(asked.offset, asked.argument, asked.value);
    }
    Frame answer = answer(FrameType.FOUND, asked, status);
    answer.value = found;
    outbox.send(answer);
  }

  private Frame answer(FrameType type, Frame asked, OperationStatus status) {
    Frame answer = outbox.start(type);
    answer.number = asked.number;
    answer.outcome(status);
    return answer;
  }
}
