// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import io.tokamak.wire.frame.FrameWriter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of the store thread share for sending: one writer, one pool of memory, and
 * the list of those that have something to send, or to end, at the end of this turn. For the store
 * thread alone.
 */
final class Outgoing {
  private final FrameWriter writer;
  private final StoreCounters counters;
  private final SendBuffers buffers = new SendBuffers();
  private final ArrayDeque<Connection> touched = new ArrayDeque<>();

  Outgoing(FrameWriter writer, StoreCounters counters) {
    this.writer = writer;
    this.counters = counters;
  }

  FrameWriter writer() {
    return writer;
  }

  /** Counts one frame that goes out. */
  void countFrame() {
    counters.increment(StoreCounter.FRAMES_OUT);
  }

  SendBuffers buffers() {
    return buffers;
  }

  /** Has the connection looked after before the thread sleeps. */
  void touch(Connection connection) {
    if (connection.markTouched()) {
      touched.add(connection);
    }
  }

  boolean isEmpty() {
    return touched.isEmpty();
  }

  /** Those touched now; a connection touched meanwhile comes in the next round. */
  int count() {
    return touched.size();
  }

  @Nullable Connection poll() {
    Connection connection = touched.poll();
    if (connection != null) {
      connection.clearTouched();
    }
    return connection;
  }
}
