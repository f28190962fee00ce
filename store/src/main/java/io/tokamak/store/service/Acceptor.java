// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.os.Poller;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes connections, some at a time, as long as there are descriptors for them. When there are
 * none, it looks away from the listener for a moment: the connection that waits would otherwise
 * wake the thread again and again. For the store thread alone.
 */
final class Acceptor implements AutoCloseable {
  static final long TOKEN = 0;

  private static final int BATCH = 64;
  private static final long PAUSE_NS = 100_000_000;

  private final UnixListener listener;
  private final Poller poller;
  private final StoreCounters counters;
  private final LimitedLog log;
  private final long mostConnections;
  private boolean paused;
  private long resumeNs;

  /**
   * @param mostConnections that may be open at once; the others wait
   */
  Acceptor(
      UnixListener listener,
      Poller poller,
      StoreCounters counters,
      LimitedLog log,
      long mostConnections) {
    this.listener = listener;
    this.poller = poller;
    this.counters = counters;
    this.log = log;
    this.mostConnections = mostConnections;
    poller.add(listener.descriptor(), Poller.READ, TOKEN);
  }

  /** Hands the next connections to {@code newcomers}, none of them blocking. */
  void accept(long nowNs, Consumer<UnixSocket> newcomers) {
    try {
      for (int i = 0; i < BATCH && hasRoom(nowNs); i++) {
        Optional<UnixSocket> socket = listener.accept();
        if (socket.isEmpty()) {
          return;
        }
        counters.increment(StoreCounter.CONNECTIONS_ACCEPTED);
        newcomers.accept(socket.get());
      }
    } catch (RuntimeException | Error failure) {
      pause(nowNs, failure.toString());
    }
  }

  private boolean hasRoom(long nowNs) {
    long open = counters.get(StoreCounter.CONNECTIONS);
    if (open >= mostConnections) {
      pause(
          nowNs, open + " are open, the most this process has descriptors for; raise `ulimit -n`");
    }
    return !paused;
  }

  private void pause(long nowNs, String reason) {
    counters.increment(StoreCounter.ACCEPT_FAILURES);
    log.warn(() -> "cannot accept connections for the moment: " + reason, null);
    paused = true;
    resumeNs = nowNs + PAUSE_NS;
    poller.modify(listener.descriptor(), 0, TOKEN);
  }

  /**
   * Looks at the listener again when the pause is over; returns when that is, or {@code
   * Long.MAX_VALUE}.
   */
  long resume(long nowNs) {
    if (paused && nowNs - resumeNs >= 0) {
      paused = false;
      poller.modify(listener.descriptor(), Poller.READ, TOKEN);
    }
    return paused ? resumeNs : Long.MAX_VALUE;
  }

  /** Takes no more connections and removes the socket. */
  @Override
  public void close() {
    poller.remove(listener.descriptor());
    listener.close();
  }
}
