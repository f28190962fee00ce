// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Operations allocate nothing once they are warm. */
final class AllocationTest {
  private static final int ROUNDS = 200;
  private static final int OPERATIONS_PER_ROUND = 2000;
  private static final int LONG_READ = 100_000;

  /** Counts. */
  private static final class Counter implements FabricListener {
    long completed;
    long failed;

    @Override
    public void connected(Endpoint endpoint) {}

    @Override
    public void disconnected(Endpoint endpoint, String why) {}

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {}

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
      completed++;
      failed += status == OperationStatus.DONE ? 0 : 1;
    }
  }

  private final Counter counter = new Counter();

  private void each(ShmFabric fabric, Endpoint endpoint, MemoryRegion local, RemotePointer[] at) {
    long before = counter.completed;
    endpoint.read(local, 0, at[0], 1);
    endpoint.fence();
    endpoint.read(local, 0, at[1], 2);
    endpoint.fence();
    endpoint.write(local, 0, at[0], 3);
    endpoint.fetchAdd(at[2], 1, 4);
    endpoint.compareAndSwap(at[2], 0, 1, 5);
    endpoint.flush(6);
    while (counter.completed < before + 6) {
      fabric.poll(counter);
    }
  }

  @Test
  void shouldAllocateNothingPerOperation() throws IOException {
    ShmWorld world = new ShmWorld();
    try (Scene scene = new Scene(world)) {
      ShmFabric fabric = world.fabric(0);
      Endpoint endpoint = scene.link(scene.party(0), scene.party(1)).near();
      MemoryRegion local = scene.party(0).memory(LONG_READ, Access.LOCAL);
      MemoryRegion far = scene.party(1).memory(LONG_READ, Access.WRITE);
      RemotePointer[] at = {far.pointer(0, 1000), far.pointer(0, LONG_READ), far.pointer(8, 8)};
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS && least >= OPERATIONS_PER_ROUND; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < OPERATIONS_PER_ROUND; i++) {
          each(fabric, endpoint, local, at);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      System.out.println("bytes allocated in " + OPERATIONS_PER_ROUND + " rounds: " + least);
      assertThat(least).isLessThan(OPERATIONS_PER_ROUND);
      assertThat(counter.failed).isZero();
    }
  }
}
