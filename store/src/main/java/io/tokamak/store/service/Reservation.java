// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.MemoryException;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.store.SegmentMemory;
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
 * and tries again each second.
 *
 * <p>Progress and fault can be read by any thread.
 */
final class Reservation implements AutoCloseable {
  static final long STEP_BYTES = 32L << 20;
  private static final long RETRY_MS = 1000;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
  private static final Logger LOGGER = System.getLogger(Reservation.class.getName());

  private final SegmentMemory memory;
  private final long dataOffset;
  private final long dataLength;
  private final Runnable onProgress;
  private final Thread thread;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile long reservedBytes;
  private volatile @Nullable String fault;

  /**
   * @param onProgress called by the background thread after each step
   */
  Reservation(SegmentMemory memory, SegmentGeometry geometry, Runnable onProgress) {
    this.memory = memory;
    this.dataOffset = geometry.dataOffset();
    this.dataLength = geometry.dataLength();
    this.onProgress = onProgress;
    this.thread = Thread.ofPlatform().name("tokamak-reserver").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Bytes of the data area that are reserved, from its start. */
  long reservedBytes() {
    return reservedBytes;
  }

  /** Bytes of the whole data area. */
  long wantedBytes() {
    return dataLength;
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
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; if somebody does, it ends
    }
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
