// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Moves bytes over a fabric for half a second: both ends in the calling thread, so the figures say
 * that it works and how fast about, not how fast two processes are. To connect may take longer: UCX
 * pins 100 MiB of buffers for it.
 *
 * @param fabric its name
 * @param maker opens both ends
 * @param remedy what to do when it does not work
 */
record SelfTest(String fabric, FabricPair.Maker maker, String remedy) implements Check {
  private static final long WARM_UP_NS = 100_000_000;
  private static final long PHASE_NS = 150_000_000;
  private static final long PATIENCE_SECONDS = 20;
  private static final long WORD = 8;

  @Override
  public List<Finding> look() {
    String name = fabric + " self-test";
    try (FabricPair pair = maker.make()) {
      return List.of(Finding.ok(name, new Run(pair).figures()));
    } catch (IOException | RuntimeException | TimeoutException | BrokenException e) {
      return List.of(Finding.missing(name, String.valueOf(e.getMessage()), remedy));
    }
  }

  /** What arrived was not what was sent, or nothing arrived. */
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(String what) {
      super(what);
    }
  }

  /** One pair's half second. */
  private static final class Run {
    private final FabricPair pair;
    private final long deadlineNs = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000;
    private final Hearing hearing = new Hearing();

    Run(FabricPair pair) {
      this.pair = pair;
    }

    String figures() throws TimeoutException, BrokenException {
      Fabric far = pair.far();
      Endpoint endpoint = pair.near().connect(far.self(), far.address(), deadlineNs);
      until("connected", () -> endpoint.state() == Endpoint.State.READY);
      pair.farMemory().fill((byte) 0x5a);
      MemoryRegion into = pair.near().register(pair.nearMemory(), Access.LOCAL);
      MemoryRegion from = far.register(pair.farMemory(), Access.READ);
      RemotePointer all = from.pointer(0, FabricPair.MEMORY_BYTES);
      nsPerRead(endpoint, into, all, WARM_UP_NS);
      double wordNs = nsPerRead(endpoint, into, from.pointer(0, WORD), PHASE_NS);
      double allNs = nsPerRead(endpoint, into, all, PHASE_NS);
      requireSame(into.memory(), from.memory());
      return String.format(
          Locale.ROOT,
          "8 bytes in %.1f µs, 1 MiB at %.1f GB/s",
          wordNs / 1000,
          FabricPair.MEMORY_BYTES / allNs);
    }

    private double nsPerRead(Endpoint endpoint, MemoryRegion into, RemotePointer from, long phaseNs)
        throws TimeoutException, BrokenException {
      long startNs = System.nanoTime();
      long before = hearing.completions();
      long count = 0;
      long passedNs = 0;
      while (passedNs < phaseNs) {
        if (!endpoint.read(into, 0, from, count)) {
          throw new BrokenException("a read was refused");
        }
        count++;
        long expected = before + count;
        until("answered", () -> hearing.completions() == expected);
        passedNs = System.nanoTime() - startNs;
      }
      return (double) passedNs / count;
    }

    /** Lets the kernel do its part: on one processor it moves bytes when others let it. */
    @SuppressWarnings("ThreadPriorityCheck") // yields for the sake of the kernel
    private void until(String what, BooleanSupplier condition)
        throws TimeoutException, BrokenException {
      while (!condition.getAsBoolean()) {
        if (pair.near().poll(hearing) + pair.far().poll(hearing) == 0) {
          Thread.yield();
        }
        if (!hearing.ended().isEmpty()) {
          throw new BrokenException(hearing.ended());
        }
        if (hearing.lastStatus() != OperationStatus.DONE) {
          throw new BrokenException("a read ended with " + hearing.lastStatus());
        }
        if (System.nanoTime() - deadlineNs > 0) {
          throw new TimeoutException("not %s within %d s".formatted(what, PATIENCE_SECONDS));
        }
      }
    }

    private static void requireSame(MemorySegment read, MemorySegment sent) throws BrokenException {
      if (read.mismatch(sent) >= 0 || read.get(ValueLayout.JAVA_BYTE, 0) != 0x5a) {
        throw new BrokenException("other bytes arrived than were sent");
      }
    }
  }
}
