// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.MemoryException;
import io.tokamak.memory.layout.SegmentGeometry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reserves the data area in the background, in order, a step at a time: a GiB takes half a second,
 * which nobody should wait for before the first object. When memory runs out half-way it says why
 * and tries again each second. When all is reserved it goes over the segment once more and puts it
 * into huge pages, table first: with 4 KiB pages a get of a random object spends more time on
 * address translation than on anything else.
 *
 * <p>Progress and fault can be read by any thread.
 */
final class Reservation implements AutoCloseable {
  static final long STEP_BYTES = 32L << 20;
  private static final long RETRY_MS = 1000;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
  private static final Logger LOGGER = System.getLogger(Reservation.class.getName());

  private final BackingMemory memory;
  private final long tableOffset;
  private final long dataOffset;
  private final long dataLength;
  private final Runnable onProgress;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile long reservedBytes;
  private volatile long hugeBytes;
  private volatile @Nullable String fault;

  /**
   * @param onProgress called after each step, mostly by the background thread
   */
  Reservation(BackingMemory memory, SegmentGeometry geometry, Runnable onProgress) {
    this.memory = memory;
    this.tableOffset = geometry.bucketsOffset();
    this.dataOffset = geometry.dataOffset();
    this.dataLength = geometry.dataLength();
    this.onProgress = onProgress;
    this.thread = Thread.ofPlatform().name("tokamak-reserver").daemon().unstarted(this::run);
  }

  /** Reserves the first step, so that there is something to begin with, and goes on behind. */
  void start() {
    step();
    thread.start();
  }

  /** Bytes of the data area that are reserved, from its start. */
  long reservedBytes() {
    return reservedBytes;
  }

  /** Bytes of the segment that are in huge pages. */
  long hugeBytes() {
    return hugeBytes;
  }

  /** Why it does not go on; empty while it does, or when it is complete. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  private void run() {
    try {
      while (reservedBytes < dataLength && stopped.getCount() > 0) {
        if (!step() && stopped.await(RETRY_MS, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      useHugePages();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; if somebody does, it ends
    }
  }

  /**
   * Ends at the first step of which the kernel does not give all: it will not give the next either.
   */
  private void useHugePages() {
    long end = dataOffset + dataLength;
    long at = tableOffset;
    long total = 0;
    while (at < end && stopped.getCount() > 0) {
      long length = Math.min(STEP_BYTES, end - at);
      long huge = memory.useHugePages(at, length);
      total += huge;
      hugeBytes = total;
      at = huge < length ? end : at + length;
    }
    onProgress.run();
  }

  private boolean step() {
    long from = reservedBytes;
    long length = Math.min(STEP_BYTES, dataLength - from);
    try {
      memory.reserve(dataOffset + from, length);
    } catch (MemoryException e) {
      fault(String.valueOf(e.getMessage()));
      return false;
    }
    fault = null;
    reservedBytes = from + length;
    onProgress.run();
    return true;
  }

  private void fault(String reason) {
    if (fault == null) {
      LOGGER.log(
          Level.WARNING,
          "reserved {0} of {1} bytes, then: {2} Trying again each second.",
          Long.toString(reservedBytes),
          Long.toString(dataLength),
          reason);
    }
    fault = reason;
  }

  /** Ends it, after the step it is in. */
  @Override
  public void close() {
    stopped.countDown();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
