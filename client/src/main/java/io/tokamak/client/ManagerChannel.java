// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.ManagerCall;
import io.tokamak.wire.message.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls to the manager of this machine's node. Each has a connection for itself, and the calling
 * thread sends and receives: no other thread is woken. A call that is interrupted or not answered
 * in time ends its connection, by which the node learns that nobody waits any more.
 *
 * <p>Thread-safe. A wait holds its thread; those of virtual threads wait in threads of their own.
 */
final class ManagerChannel {
  private final ManagerConnections connections;
  private final ConnectSettings settings;
  private final Lifecycle lifecycle;

  ManagerChannel(ManagerConnections connections, ConnectSettings settings, Lifecycle lifecycle) {
    this.connections = connections;
    this.settings = settings;
    this.lifecycle = lifecycle;
  }

  /** Makes a call that the manager answers at once. Interrupts have no effect. */
  <R extends Reply> R call(ManagerCall<R> call) {
    Deadline patience = patience(Deadline.in(Duration.ZERO));
    Exchange<R> exchange = begin(call);
    return exchange.end(() -> patience.remainingMs() > 0);
  }

  /**
   * Makes calls, all at once, and waits until they are answered.
   *
   * @param deadline by when the manager answers
   * @return the replies, in the order of the calls
   * @throws InterruptedException when the thread is interrupted: the calls are given up
   */
  <R extends Reply> List<R> callAll(List<? extends ManagerCall<R>> calls, Deadline deadline)
      throws InterruptedException {
    return Thread.currentThread().isVirtual()
        ? PlatformThreads.call(() -> callAllHere(calls, deadline))
        : callAllHere(calls, deadline);
  }

  private <R extends Reply> List<R> callAllHere(
      List<? extends ManagerCall<R>> calls, Deadline deadline) throws InterruptedException {
    requireNotInterrupted();
    Deadline patience = patience(deadline);
    List<Exchange<R>> exchanges = new ArrayList<>(calls.size());
    List<R> replies = new ArrayList<>(calls.size());
    try {
      for (ManagerCall<R> call : calls) {
        exchanges.add(begin(call));
      }
      for (Exchange<R> exchange : exchanges) {
        replies.add(exchange.end(() -> waitsOn(patience)));
      }
      return replies;
    } catch (TokamakException failure) {
      requireNotInterrupted();
      throw failure;
    } finally {
      exchanges.forEach(Exchange::giveUp);
    }
  }

  /** What the node may take beyond a deadline is what any call may take. */
  private Deadline patience(Deadline deadline) {
    return deadline.plusMs(settings.callTimeoutMs());
  }

  private static boolean waitsOn(Deadline patience) {
    return patience.remainingMs() > 0 && !Thread.currentThread().isInterrupted();
  }

  private static void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private <R extends Reply> Exchange<R> begin(ManagerCall<R> call) {
    lifecycle.requireUsable();
    Exchange<R> exchange = new Exchange<>(call, connections.take());
    exchange.begin();
    return exchange;
  }

  /** One call on its connection. For one thread. */
  private final class Exchange<R extends Reply> {
    private final ManagerCall<R> call;
    private final FrameConnection connection;
    private boolean over;

    Exchange(ManagerCall<R> call, FrameConnection connection) {
      this.call = call;
      this.connection = connection;
    }

    void begin() {
      boolean sent = false;
      try {
        connection.begin(call);
        sent = true;
      } finally {
        if (!sent) {
          giveUp();
        }
      }
    }

    R end(FrameConnection.Patience patience) {
      try {
        connection.await(patience);
      } catch (TokamakException broken) {
        giveUp();
        lifecycle.requireUsable();
        throw broken;
      }
      try {
        return connection.readReply(call);
      } finally {
        over = true;
        connections.giveBack(connection);
      }
    }

    void giveUp() {
      if (!over) {
        over = true;
        connections.discard(connection);
      }
    }
  }
}
