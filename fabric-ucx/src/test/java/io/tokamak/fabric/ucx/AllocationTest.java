// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Once warm, nothing that moves bytes allocates: not the one who asks, nor the one who serves. */
final class AllocationTest {
  private static final int LONG = 2 << 20;
  private static final int OPERATIONS = 20;
  private static final int WINDOWS = 300;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What is done again and again. */
  enum What {
    READ_OF_1_KIB,
    READ_OF_2_MIB,
    WRITE_OF_1_KIB,
    READ_AND_LOOK_AGAIN,
    ATOMICS_BETWEEN_FENCES,
    MESSAGE,
    NOTHING
  }

  /** Two nodes in one thread that do and remember as little as possible. */
  private static final class Pair implements FabricListener, AutoCloseable {
    private final UcxWorld world;
    private final Arena arena = Arena.ofShared();
    private final Fabric near;
    private final Fabric far;
    private final Endpoint endpoint;
    private final MemoryRegion local;
    private final RemotePointer word;
    private final RemotePointer shortPart;
    private final RemotePointer longPart;
    private final MemorySegment head;
    private int ended;

    Pair(UcxOptions options) throws IOException {
      world = UcxWorld.sharing(options);
      near = world.fabric(0);
      far = world.fabric(1);
      endpoint = near.connect(far.self(), far.address(), world.nowNs() + 1_000_000_000);
      local = near.register(arena.allocate(LONG, 64), Access.LOCAL);
      MemoryRegion remote = far.register(arena.allocate(LONG, 64), Access.WRITE);
      word = remote.pointer(0, 8);
      shortPart = remote.pointer(0, 1 << 10);
      longPart = remote.pointer(0, LONG);
      head = arena.allocate(16);
      await(2);
    }

    private void await(int count) {
      long startNs = System.nanoTime();
      while (ended < count) {
        if (System.nanoTime() - startNs > 60_000_000_000L) {
          throw new AssertionError("waited in vain");
        }
        turn();
      }
      ended = 0;
    }

    private void turn() {
      near.poll(this);
      far.poll(this);
      world.step();
    }

    void once(What what) {
      switch (what) {
        case READ_OF_1_KIB -> endpoint.read(local, 0, shortPart, 1);
        case READ_OF_2_MIB -> endpoint.read(local, 0, longPart, 1);
        case WRITE_OF_1_KIB -> endpoint.write(local, 0, shortPart, 1);
        case READ_AND_LOOK_AGAIN -> {
          endpoint.read(local, 8, shortPart, 1);
          endpoint.fence();
          endpoint.read(local, 0, word, 2);
        }
        case ATOMICS_BETWEEN_FENCES -> atomics();
        case MESSAGE -> endpoint.send(head, head);
        case NOTHING -> turn();
      }
      await(
          switch (what) {
            case ATOMICS_BETWEEN_FENCES -> 3;
            case READ_AND_LOOK_AGAIN -> 2;
            case NOTHING -> 0;
            default -> 1;
          });
    }

    private void atomics() {
      endpoint.fetchAdd(shortPart, 1, 1);
      endpoint.fence();
      endpoint.compareAndSwap(shortPart, 1, 1, 2);
      endpoint.flush(3);
    }

    @Override
    public void connected(Endpoint one) {
      ended++;
    }

    @Override
    public void disconnected(Endpoint one, String why) {
      throw new AssertionError(why);
    }

    @Override
    public void received(Endpoint one, MemorySegment message) {
      ended++;
    }

    @Override
    public void completed(Endpoint one, long token, OperationStatus status, long value) {
      if (status != OperationStatus.DONE) {
        throw new AssertionError("an operation ended as " + status);
      }
      ended++;
    }

    @Override
    public void close() {
      world.close();
      arena.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotAllocateWhenUcxReadsAndWrites(What what) throws IOException {
    UcxOptions options = UcxWorld.options().withTransports("tcp");
    try (Pair pair = new Pair(options.withMoves(UcxOptions.Moves.DIRECT))) {
      assertThat(leastBytes(pair, what)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotAllocateWhenThePeerServes(What what) throws IOException {
    try (Pair pair = new Pair(UcxWorld.options().withTransports("tcp"))) {
      assertThat(leastBytes(pair, what)).isZero();
    }
  }

  /** Of some operations, as soon as nothing is allocated; the compiler may need a while. */
  private static long leastBytes(Pair pair, What what) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < WINDOWS && least > 0; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int j = 0; j < OPERATIONS; j++) {
        pair.once(what);
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
