// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.simulation.Regions.Place;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongUnaryOperator;

/**
 * Does the atomics that arrive at a node, one after the other. Native ones as a network card does:
 * load, a while, store; what a processor stores in between is lost.
 */
final class Atomics {
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final long BETWEEN_LOAD_AND_STORE_NS = 5_000;

  private final SimulatedFabric fabric;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  Atomics(SimulatedFabric fabric) {
    this.fabric = fabric;
  }

  void perform(Operation operation, RemotePointer word, LongUnaryOperator change) {
    if (busy) {
      waiting.add(() -> load(operation, word, change));
    } else {
      load(operation, word, change);
    }
  }

  private void load(Operation operation, RemotePointer word, LongUnaryOperator change) {
    Place place = fabric.regions().resolve(word, Access.WRITE);
    MemorySegment memory = place.memory();
    OperationStatus status = status(place, word);
    if (status != OperationStatus.DONE || memory == null) {
      end(operation, status, 0);
      return;
    }
    long found = memory.get(WORD, 0);
    Runnable store = () -> store(operation, word, found, change.applyAsLong(found));
    if (fabric.capabilities().nativeAtomics()) {
      busy = true;
      fabric.world().after(fabric.world().random().nextLong(BETWEEN_LOAD_AND_STORE_NS), store);
    } else {
      store.run();
    }
  }

  private static OperationStatus status(Place place, RemotePointer word) {
    boolean aligned = word.offset() % Long.BYTES == 0;
    return place.status() == OperationStatus.DONE && !aligned
        ? OperationStatus.MISALIGNED
        : place.status();
  }

  private void store(Operation operation, RemotePointer word, long found, long value) {
    busy = false;
    Place place = fabric.regions().resolve(word, Access.WRITE);
    MemorySegment memory = place.memory();
    if (memory != null && fabric.isAlive() && value != found) {
      memory.set(WORD, 0, value);
      if (fabric.world().isTraced()) {
        fabric.world().trace("%s: %s stores %d".formatted(operation.from(), operation, value));
      }
    }
    end(operation, place.status(), found);
  }

  private void end(Operation operation, OperationStatus status, long found) {
    if (fabric.isAlive()) {
      operation.settle();
      operation.finish(status, found);
    }
    if (!waiting.isEmpty() && !busy) {
      waiting.remove().run();
    }
  }
}
