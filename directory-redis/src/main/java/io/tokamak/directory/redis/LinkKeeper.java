// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.fabric.peer.Backoff;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the connection for commands: makes it again after each failure, later each time, and gives
 * up what takes too long. One round is under way at most: what comes meanwhile goes with the next.
 * A step function.
 */
final class LinkKeeper {
  private static final System.Logger LOG = System.getLogger(LinkKeeper.class.getName());

  private static final long NS_PER_SECOND = 1_000_000_000;

  /** Hears how the connection is. */
  interface User {
    /** It is of use now. */
    void up(long nowNs);

    /** It is not of use any more; what was under way may have been done or not. */
    void down(String why, long nowNs);
  }

  private final Link link;
  private final Backoff backoff;
  private final User user;
  private final long connectNs;
  private final long commandNs;
  private LinkState state = LinkState.CLOSED;
  private String why = "not asked for yet";
  private long dueNs;
  private int failures;
  private boolean told;
  private long lostNs;
  private long workedNs;
  private @Nullable Round underWay;

  LinkKeeper(Link link, RedisSettings settings, Backoff backoff, User user) {
    this.link = link;
    this.backoff = backoff;
    this.user = user;
    // Whoever works on it knows the same limits and says more precisely what took so long.
    this.commandNs = settings.commandNs() + settings.commandNs() / 2;
    this.connectNs = settings.connectNs() + commandNs;
  }

  /** Wants a connection from now on. */
  void start(long nowNs) {
    if (state == LinkState.CLOSED) {
      connect(nowNs, "connecting");
    }
  }

  LinkState state() {
    return state;
  }

  /** Why it is where it is. */
  String why() {
    return why;
  }

  /** Whether a round can be sent. */
  boolean isFree() {
    return state == LinkState.UP && underWay == null;
  }

  /** Only when it is free. */
  void send(Round round, long nowNs) {
    underWay = round;
    dueNs = nowNs + commandNs;
    link.send(round.commands());
  }

  /** All is well: the next failure is the first one again. */
  void healthy() {
    failures = 0;
  }

  /** Gives the connection up. */
  void drop(String reason, long nowNs) {
    if (state == LinkState.UP || state == LinkState.CONNECTING) {
      underWay = null;
      state(LinkState.ABANDONED, reason);
      link.abandon();
      lost(reason, nowNs);
    }
  }

  /** Of many failures in a row the first is told. */
  private void lost(String reason, long nowNs) {
    if (!told) {
      told = true;
      lostNs = nowNs;
      LOG.log(System.Logger.Level.WARNING, "Redis cannot be used: {0}; it is tried again", reason);
    }
    user.down(reason, nowNs);
  }

  private void found(long nowNs) {
    if (told) {
      told = false;
      String seconds = Long.toString((nowNs - lostNs) / NS_PER_SECOND);
      LOG.log(System.Logger.Level.INFO, "Redis can be used again, after {0} s", seconds);
    }
    user.up(nowNs);
  }

  /** For how long it has been of no use, in words; empty if it is, or was not tried in vain yet. */
  String lostFor() {
    return told ? " (for %d s)".formatted((workedNs - lostNs) / NS_PER_SECOND) : "";
  }

  int work(long nowNs) {
    workedNs = nowNs;
    int work = 0;
    for (Link.Event event = link.poll(); event != null; event = link.poll()) {
      heard(event, nowNs);
      work++;
    }
    if (isTimed() && nowNs - dueNs >= 0) {
      work++;
      late(nowNs);
    }
    return work;
  }

  private boolean isTimed() {
    return switch (state) {
      case CONNECTING, WAITING -> true;
      case UP -> underWay != null;
      case CLOSED, ABANDONED -> false;
    };
  }

  /** When something is due; {@link Long#MAX_VALUE} from now if nothing is. */
  long remainingNs(long nowNs) {
    return isTimed() ? Math.max(0, dueNs - nowNs) : Long.MAX_VALUE;
  }

  private void late(long nowNs) {
    if (state == LinkState.WAITING) {
      connect(nowNs, "another attempt");
    } else if (state == LinkState.CONNECTING) {
      drop("does not let anybody connect in time", nowNs);
    } else {
      drop("does not answer in time", nowNs);
    }
  }

  private void connect(long nowNs, String reason) {
    dueNs = nowNs + connectNs;
    // The reason of the last failure is what others want to know until there is better news.
    state(LinkState.CONNECTING, failures == 0 ? reason : why);
    link.connect();
  }

  private void heard(Link.Event event, long nowNs) {
    switch (event) {
      case Link.Event.Up() -> {
        if (state == LinkState.CONNECTING) {
          state(LinkState.UP, "connected");
          found(nowNs);
        }
      }
      case Link.Event.Answered(var replies) -> {
        Round round = underWay;
        if (round != null) {
          underWay = null;
          answered(round, replies, nowNs);
        }
      }
      case Link.Event.Down(String reason) -> down(reason, nowNs);
    }
  }

  private void answered(Round round, List<?> replies, long nowNs) {
    try {
      round.answered(replies, nowNs, () -> state == LinkState.UP);
    } catch (BadReplyException bad) {
      String message = bad.getMessage();
      drop(message == null ? "answered nonsense" : message, nowNs);
    }
  }

  private void down(String reason, long nowNs) {
    boolean known = state == LinkState.ABANDONED;
    underWay = null;
    failures++;
    dueNs = nowNs + backoff.afterNs(failures);
    state(LinkState.WAITING, known ? why : reason);
    if (!known) {
      lost(reason, nowNs);
    }
  }

  private void state(LinkState next, String reason) {
    LOG.log(System.Logger.Level.DEBUG, "commands: {0} -> {1}: {2}", state, next, reason);
    state = next;
    why = reason;
  }
}
