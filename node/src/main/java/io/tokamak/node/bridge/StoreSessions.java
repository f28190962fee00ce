// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.bridge;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.TokamakException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of the manager with its store, one after the other. A client whose call was not
 * answered in time, or whose session the store has ended, is of no more use: another one takes its
 * place, after a pause that grows while they fail one after the other. Until then whoever asks is
 * told so at once. For the manager's thread.
 */
final class StoreSessions implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(StoreSessions.class.getName());
  private static final long STEADY_NS = 10_000_000_000L;
  private static final int NS_PER_MS = 1_000_000;

  private final Supplier<ObjectStoreClient> connect;
  private final Backoff backoff;
  private final LongSupplier clock;
  private final List<StoreSession> all = new ArrayList<>();
  private @Nullable StoreSession current;
  private long madeNs;
  private int failures;
  private long retryNs;
  private long made;

  StoreSessions(Supplier<ObjectStoreClient> connect, Backoff backoff, LongSupplier clock) {
    this.connect = connect;
    this.backoff = backoff;
    this.clock = clock;
  }

  /** How many there were. */
  long made() {
    return made;
  }

  /**
   * The one to use now.
   *
   * @throws DisconnectedException when there is none, and the next is not due
   * @throws TokamakException when the next could not be made
   */
  StoreSession current() {
    StoreSession now = current;
    return now != null && now.client().isConnected() ? now : next(now);
  }

  private StoreSession next(@Nullable StoreSession before) {
    long nowNs = clock.getAsLong();
    if (before != null) {
      lost(before, nowNs);
    }
    if (failures > 0 && nowNs - retryNs < 0) {
      throw new DisconnectedException(
          "the manager has no session with the store of this node: the next is made in %d ms"
              .formatted((retryNs - nowNs) / NS_PER_MS + 1));
    }
    return connect(nowNs);
  }

  private void lost(StoreSession session, long nowNs) {
    current = null;
    failures = nowNs - madeNs >= STEADY_NS ? 0 : failures;
    failed(nowNs);
    LOGGER.log(
        Level.WARNING,
        "the store of this node did not answer its manager in time, or has ended its session; the"
            + " manager makes another one in {0} ms",
        backoff.afterNs(failures) / NS_PER_MS);
    session.retire();
  }

  private void failed(long nowNs) {
    failures++;
    retryNs = nowNs + backoff.afterNs(failures);
  }

  private StoreSession connect(long nowNs) {
    try {
      StoreSession session = new StoreSession(connect.get());
      madeNs = nowNs;
      made++;
      current = session;
      all.removeIf(StoreSession::hasEnded);
      all.add(session);
      return session;
    } catch (TokamakException impossible) {
      failed(clock.getAsLong());
      LOGGER.log(
          Level.WARNING,
          "the manager could not get a session with the store of this node: {0}",
          impossible.getMessage());
      throw impossible;
    }
  }

  /** Ends all of them. What is held or written must have ended before. */
  @Override
  public void close() {
    all.forEach(StoreSession::end);
  }
}
