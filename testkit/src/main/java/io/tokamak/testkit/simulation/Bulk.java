// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.simulation.Regions.Place;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A read or a write: pieces that take place one by one, in any order unless the fabric is ordered.
 * A write's bytes are taken from local memory at the beginning or on arrival, for as long as the
 * operation has not ended that memory is the fabric's.
 */
final class Bulk {
  private final Operation operation;
  private final MemorySegment local;
  private final RemotePointer remote;
  private final boolean writes;
  private final boolean ordered;
  private final long[] borders;
  private OperationStatus status = OperationStatus.DONE;
  private int notArrived;
  private int notPlaced;

  Bulk(Operation operation, MemorySegment local, RemotePointer remote, boolean writes) {
    this.operation = operation;
    this.local = local;
    this.remote = remote;
    this.writes = writes;
    this.ordered = writes && operation.from().isOrdered();
    boolean wholeLines = operation.target().capabilities().lineAtomic();
    borders = Pieces.of(operation.world().random(), remote.offset(), remote.length(), wholeLines);
    notArrived = borders.length - 1;
    notPlaced = notArrived;
  }

  void begin() {
    if (writes) {
      operation.from().begin(this);
    } else {
      beginPieces();
    }
  }

  void beginPieces() {
    if (ordered) {
      beginPiece(0);
    } else {
      for (int piece = 0; piece < borders.length - 1; piece++) {
        beginPiece(piece);
      }
    }
  }

  private void beginPiece(int piece) {
    byte @Nullable [] bytes =
        writes && operation.world().random().nextBoolean() ? take(piece) : null;
    operation.atTarget(borders[piece + 1] - borders[piece], () -> arrives(piece, bytes));
  }

  private byte[] take(int piece) {
    return slice(piece).toArray(ValueLayout.JAVA_BYTE);
  }

  private MemorySegment slice(int piece) {
    return local.asSlice(borders[piece], borders[piece + 1] - borders[piece]);
  }

  /** Where a piece goes now. It is all of the operation that must be within the region. */
  private Place place(int piece) {
    return place(borders[piece], borders[piece + 1] - borders[piece]);
  }

  Place place(long offset, long length) {
    Access needed = writes ? Access.WRITE : Access.READ;
    Place whole = operation.target().regions().resolve(remote, needed);
    MemorySegment memory = whole.memory();
    return memory == null ? whole : new Place(whole.status(), memory.asSlice(offset, length));
  }

  private void arrives(int piece, byte @Nullable [] taken) {
    if (operation.hasEnded() && taken == null) {
      return; // the connection is gone and local memory the caller's: this piece was lost with it
    }
    if (operation.from().connection().spoils(FaultKind.CORRUPTION)) {
      operation.from().corrupted(operation);
      return;
    }
    Place place = place(piece);
    if (place.status() != OperationStatus.DONE) {
      status = place.status();
    }
    trace(writes ? "arrives" : "is read", borders[piece], borders[piece + 1]);
    move(piece, taken, place);
    arrived(piece);
  }

  void trace(String what, long from, long to) {
    if (operation.world().isTraced()) {
      operation
          .world()
          .trace("%s: %s, bytes %d-%d: %s".formatted(operation.from(), operation, from, to, what));
    }
  }

  private void move(int piece, byte @Nullable [] taken, Place place) {
    if (writes) {
      byte[] bytes = taken == null ? take(piece) : taken;
      damage(MemorySegment.ofArray(bytes));
      Placement placement = new Placement(this, borders[piece], bytes);
      placement.begin(place.status() == OperationStatus.DONE && !ordered);
    } else {
      read(slice(piece), place);
      placed();
    }
  }

  private void read(MemorySegment into, Place place) {
    MemorySegment found = place.memory();
    if (found != null) {
      into.copyFrom(found);
      damage(into);
    } else if (place.status() == OperationStatus.DONE) {
      into.fill((byte) operation.world().random().nextInt());
    }
  }

  private void damage(MemorySegment bytes) {
    boolean checked = operation.target().capabilities().payloadChecked();
    boolean can = !checked && bytes.byteSize() > 0 && remote.length() > Long.BYTES;
    if (can && operation.from().connection().spoils(FaultKind.DAMAGE)) {
      long at = operation.world().random().nextLong(bytes.byteSize());
      operation.world().trace("a byte is damaged at %d of %s".formatted(at, remote));
      byte was = bytes.get(ValueLayout.JAVA_BYTE, at);
      bytes.set(
          ValueLayout.JAVA_BYTE, at, (byte) (was ^ (1 << operation.world().random().nextInt(8))));
    }
  }

  private void arrived(int piece) {
    if (--notArrived == 0) {
      operation.finish(status, 0);
    } else if (ordered) {
      beginPiece(piece + 1);
    }
  }

  void placed() {
    if (--notPlaced == 0) {
      operation.from().placed(this);
      operation.settle();
    }
  }

  boolean isInto(SimulatedRegion region) {
    return remote.region() == region.number();
  }

  Operation operation() {
    return operation;
  }
}
