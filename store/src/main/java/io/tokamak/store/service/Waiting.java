// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.store.Completion;
import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import io.tokamak.wire.error.TokamakException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.Reply;

/**
 * Sends the answer to a request that may have to wait, whenever it comes. For the store thread
 * alone.
 */
final class Waiting<T extends Reply> implements Completion<T> {
  private final Connection connection;
  private final StoreCounters counters;
  private final MessageType type;
  private final long correlation;
  private final long lengthBytes;

  /**
   * @param lengthBytes memory that the request takes while it waits
   */
  Waiting(
      Connection connection,
      StoreCounters counters,
      MessageType type,
      long correlation,
      long lengthBytes) {
    this.connection = connection;
    this.counters = counters;
    this.type = type;
    this.correlation = correlation;
    this.lengthBytes = lengthBytes;
    connection.waiting(lengthBytes);
  }

  @Override
  public void complete(T value) {
    connection.waiting(-lengthBytes);
    connection.reply(type, correlation, value);
  }

  @Override
  public void fail(TokamakException why) {
    connection.waiting(-lengthBytes);
    counters.increment(StoreCounter.REQUESTS_FAILED);
    connection.fail(type, correlation, why);
  }
}
