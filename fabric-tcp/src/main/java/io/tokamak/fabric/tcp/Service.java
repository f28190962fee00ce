// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Does what one peer asks for: looks up the region by number and generation, checks bounds and
 * access, then moves the bytes. Answers without bytes go over flow 0. Short reads are copied at
 * once, so that what follows in flow 0 cannot overtake them.
 *
 * <p>A peer that asks on while it does not take the answers is sent away; without that, either its
 * requests or the memory for answers would have no bound. For one thread.
 */
final class Service {
  private final Regions regions;
  private final Flow[] flows;
  private final OperationStatus[] writes;
  private final FrameHeader answer = new FrameHeader();

  Service(Regions regions, Flow[] flows) {
    this.regions = regions;
    this.flows = flows;
    writes = new OperationStatus[flows.length];
  }

  /** Serves READ, COMPARE_AND_SWAP, FETCH_ADD or FLUSH. */
  void serve(FrameHeader request) {
    if (flows[0].outgoing().bytes() > Limits.OWED_BYTES) {
      throw new BadFrameException("a peer that asks on and does not take the answers");
    }
    switch (request.type) {
      case READ -> read(request);
      case COMPARE_AND_SWAP, FETCH_ADD -> atomic(request);
      case FLUSH -> flush(request);
      default -> throw new BadFrameException(request.type + " is no request");
    }
  }

  private void read(FrameHeader request) {
    TcpRegion region = regions.find(request.region, request.generation);
    OperationStatus status = check(region, request.offset, request.argument, Access.READ);
    int flow = flow(request);
    if (status != OperationStatus.DONE || region == null) {
      refuse(FrameType.DATA, request.operation, status);
    } else if (flow == 0) {
      readSmall(request, region);
    } else {
      Outgoing outgoing = flows[flow].outgoing();
      if (outgoing.pieces() >= Limits.OWED_PIECES) {
        throw new BadFrameException("a peer that asks on and does not take the pieces");
      }
      outgoing.data(request.operation, region, request.offset, (int) request.argument);
      flows[flow].changed();
    }
  }

  private int flow(FrameHeader request) {
    long most = request.value == 0 ? Limits.SMALL_BYTES : Limits.PIECE_BYTES;
    if (request.value < 0 || request.value >= flows.length || request.argument > most) {
      throw new BadFrameException(
          "READ of %d bytes over flow %d".formatted(request.argument, request.value));
    }
    return (int) request.value;
  }

  private void readSmall(FrameHeader request, TcpRegion region) {
    answer.start(FrameType.DATA).operation = request.operation;
    flows[0].outgoing().begin();
    flows[0].outgoing().copy(region.memory(), request.offset, request.argument);
    flows[0].outgoing().end(answer);
    flows[0].changed();
  }

  private void atomic(FrameHeader request) {
    TcpRegion region = regions.find(request.region, request.generation);
    OperationStatus status =
        region == null
            ? OperationStatus.STALE_POINTER
            : region.registration().checkWord(request.offset);
    answer.start(FrameType.FOUND).operation = request.operation;
    answer.outcome(status);
    if (status == OperationStatus.DONE && region != null) {
      answer.value =
          request.type == FrameType.FETCH_ADD
              ? region.registration().fetchAdd(request.offset, request.argument)
              : region
                  .registration()
                  .compareAndSwap(request.offset, request.argument, request.value);
    }
    flows[0].send(answer);
  }

  private void flush(FrameHeader request) {
    VarHandle.fullFence();
    refuse(FrameType.FLUSHED, request.operation, OperationStatus.DONE);
  }

  /** Where the payload of a WRITE goes. */
  void place(Flow flow, FrameHeader write, Incoming.Placement placement) {
    TcpRegion region = regions.find(write.region, write.generation);
    OperationStatus status = check(region, write.offset, write.length, Access.WRITE);
    writes[flow.index()] = status;
    if (status == OperationStatus.DONE && region != null) {
      placement.at(region, write.offset);
    }
  }

  /** It is there. */
  void placed(Flow flow, FrameHeader write, boolean intact) {
    OperationStatus status = writes[flow.index()];
    if (status == OperationStatus.DONE) {
      boolean gone = regions.find(write.region, write.generation) == null;
      status = gone ? OperationStatus.STALE_POINTER : status;
    }
    boolean damaged = status == OperationStatus.DONE && !intact;
    refuse(FrameType.WRITTEN, write.operation, damaged ? OperationStatus.CORRUPT : status);
  }

  private static OperationStatus check(
      @Nullable TcpRegion region, long offset, long length, Access needed) {
    return region == null
        ? OperationStatus.STALE_POINTER
        : region.registration().check(offset, length, needed);
  }

  /** An answer without bytes. */
  private void refuse(FrameType type, long operation, OperationStatus status) {
    answer.start(type).outcome(status).operation = operation;
    flows[0].send(answer);
  }
}
