// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.Notice;
import io.tokamak.wire.message.Reply;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls that the store answers at once. The calling thread sends and receives itself, under a lock:
 * one send and one receive per call, no thread is woken.
 *
 * <p>Thread-safe. After a failure in mid-call the connection, and so the client, is of no more use.
 */
final class CallChannel {
  private final ReentrantLock lock = new ReentrantLock();
  private final FrameConnection connection;
  private final Lifecycle lifecycle;
  private final Runnable onBroken;

  /** Calls {@code onBroken} once, when the connection turns out to be useless. */
  CallChannel(FrameConnection connection, Lifecycle lifecycle, Runnable onBroken) {
    this.connection = connection;
    this.lifecycle = lifecycle;
    this.onBroken = onBroken;
  }

  /**
   * Makes a call for a usable client.
   *
   * @throws TokamakException what the store answered, or {@link DisconnectedException}, or {@link
   *     StoreTimeoutException}
   */
  <R extends Reply> R call(Call<R> call) {
    lifecycle.requireUsable();
    return callAnyway(call);
  }

  /** The same for a client that is closing and gives things back. */
  <R extends Reply> R callAnyway(Call<R> call) {
    lock.lock();
    try {
      requireConnected();
      transfer(call);
      return connection.readReply(call);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what is not answered; does nothing when the node is gone, as then nobody needs to know.
   */
  void tell(Notice notice) {
    lock.lock();
    try {
      if (lifecycle.isConnected()) {
        connection.send(notice, 0);
      }
    } catch (DisconnectedException | StoreTimeoutException e) {
      disconnect(e);
    } finally {
      lock.unlock();
    }
  }

  private void requireConnected() {
    if (!lifecycle.isConnected()) {
      throw lifecycle.refusal();
    }
  }

  private void transfer(Call<?> call) {
    try {
      connection.transfer(call);
    } catch (DisconnectedException | StoreTimeoutException | ProtocolMismatchException e) {
      disconnect(e);
      throw e;
    }
  }

  /**
   * The connection stays open: its end would end the session, and with it the pins of objects still
   * being read.
   */
  private void disconnect(TokamakException why) {
    if (lifecycle.disconnect(String.valueOf(why.getMessage()))) {
      onBroken.run();
    }
  }

  void close() {
    connection.close();
  }
}
