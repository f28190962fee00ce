// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.NodeInfoCodec;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins the cluster and stays in it: sessions, heartbeats, and removing what is left of dead lives,
 * this one's own included. A step function.
 */
final class Life {
  private static final System.Logger LOG = System.getLogger(Life.class.getName());
  private static final int CLEANED_OBJECTS = 500;
  private static final int OWN_STEPS = 4;
  private static final long CLEAN_NS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final String CLEAN_PAUSE_MS = "40";

  /** Hears how the node stands. */
  interface User {
    /** It has joined: objects can be looked up. */
    void entered(long nowNs);

    /** The directory has nothing of this life: all is to be announced. */
    void begun();

    /** All members, from a heartbeat. */
    void members(List<NodeInfo> nodes);

    /** A heartbeat was answered: the members known are the ones there are. */
    void beaten();

    /** What was sent may not have arrived; another session begins. */
    void interrupted();

    /** It can go on only over another connection. */
    void failed(String why, long nowNs);
  }

  private final NodeInfo self;
  private final Keys keys;
  private final Ledger ledger;
  private final Supplier<String> names;
  private final User user;
  private final byte[] description;
  private final long heartbeatNs;
  private final String leaseMs;
  private LifeState state = LifeState.OUTSIDE;
  private String directory = "";
  private String membersKnown = "";
  private boolean beatNow;
  private boolean lookedAtPolicy;
  private long nextBeatNs;
  private long nextCleanNs;
  private long deadLives;
  private boolean hasLeft;

  Life(
      NodeInfo self,
      Keys keys,
      Ledger ledger,
      RedisSettings settings,
      Supplier<String> names,
      User user) {
    this.self = self;
    this.keys = keys;
    this.ledger = ledger;
    this.names = names;
    this.user = user;
    description = NodeInfoCodec.encode(self);
    heartbeatNs = settings.heartbeatNs();
    leaseMs = Long.toString(TimeUnit.NANOSECONDS.toMillis(settings.leaseNs()));
  }

  LifeState state() {
    return state;
  }

  /** Whether the members are known and objects can be looked up. */
  boolean sees() {
    return (state == LifeState.INSIDE || state == LifeState.CLEARING) && !membersKnown.isEmpty();
  }

  /** The connection is of use. */
  void up() {
    if (state == LifeState.OUTSIDE) {
      lookedAtPolicy = false;
      enter("connected");
    }
  }

  /** The connection is lost. */
  void down(String why) {
    if (state != LifeState.GONE && state != LifeState.OUTSIDE) {
      state(state == LifeState.LEAVING ? LifeState.GONE : LifeState.OUTSIDE, why);
    }
  }

  /** The directory does not know this life, or another session of it. */
  void lost(String why) {
    if (state == LifeState.INSIDE || state == LifeState.CLEARING) {
      enter(why);
      user.interrupted();
    }
  }

  /** All that was announced is to be removed and announced anew. */
  void startOver(String why) {
    if (state == LifeState.INSIDE) {
      clear(why);
    }
  }

  /** The members may have changed: does not wait for the next heartbeat. */
  void nudge() {
    beatNow = true;
  }

  /** Leaves, as soon as it can. */
  void leave(String why) {
    boolean connected = state != LifeState.OUTSIDE && state != LifeState.GONE;
    state(connected ? LifeState.LEAVING : LifeState.GONE, why);
  }

  private void enter(String why) {
    ledger.begin();
    // It may be an older state of the directory, whose versions come again with other members.
    membersKnown = "";
    state(LifeState.ENTERING, why);
  }

  /** Adds what is due to a round. */
  void contribute(Round round, long nowNs) {
    switch (state) {
      case ENTERING -> join(round);
      case CLEARING -> {
        beatIfDue(round, nowNs);
        for (int i = 0; i < OWN_STEPS; i++) {
          round.add(cleanOwn(), this::cleared);
        }
      }
      case INSIDE -> {
        beatIfDue(round, nowNs);
        if (deadLives > 0 && nowNs - nextCleanNs >= 0) {
          nextCleanNs = nowNs + CLEAN_NS;
          round.add(cleanDead(CLEAN_PAUSE_MS), (reply, ns) -> deadLives = Replies.number(reply));
        }
      }
      case LEAVING -> goOn(round);
      case OUTSIDE, GONE -> {}
    }
  }

  private void join(Round round) {
    if (!lookedAtPolicy) {
      lookedAtPolicy = true;
      round.add(new Command.MemoryInfo(), (reply, nowNs) -> MemoryPolicy.look(reply));
    }
    round.add(
        call(
            Script.JOIN,
            bytes(Keys.node(self.ref())),
            bytes(Keys.epoch(self.ref())),
            bytes(Long.toString(ledger.session())),
            bytes(ledger.token()),
            bytes(leaseMs),
            description,
            bytes(names.get())),
        this::joined);
  }

  private void joined(@Nullable Object reply, long nowNs) {
    List<?> parts = Replies.list(reply, 4);
    long outcome = Replies.number(parts.get(0));
    String was = Replies.text(parts.get(2));
    if (outcome != 1) {
      String who = outcome == 0 ? "a later life of this node" : "this life of the node, elsewhere,";
      user.failed(who + " has joined: " + was + "; stop one of the two", nowNs);
      return;
    }
    directory = Replies.text(parts.get(1));
    beatNow = true;
    user.entered(nowNs);
    if (ledger.continues(directory, was)) {
      inside("the directory has all that it had");
    } else if (Replies.number(parts.get(3)) > 0) {
      clear("the directory has something of this life, nobody knows what");
    } else {
      inside("the directory has nothing of this life");
      user.begun();
    }
  }

  private void clear(String why) {
    state(LifeState.CLEARING, why);
  }

  private void cleared(@Nullable Object reply, long nowNs) {
    long left = Replies.number(reply);
    if (left < 0) {
      lost("the directory has forgotten this node");
    } else if (left == 0 && state == LifeState.CLEARING) {
      inside("what was left is removed");
      user.begun();
    }
  }

  private void inside(String why) {
    ledger.whole(directory);
    state(LifeState.INSIDE, why);
  }

  private void beatIfDue(Round round, long nowNs) {
    if (!beatNow && nowNs - nextBeatNs < 0) {
      return;
    }
    beatNow = false;
    nextBeatNs = nowNs + heartbeatNs;
    round.add(
        call(
            Script.BEAT,
            bytes(Keys.node(self.ref())),
            bytes(ledger.token()),
            bytes(leaseMs),
            bytes(membersKnown)),
        this::beaten);
  }

  private void beaten(@Nullable Object reply, long nowNs) {
    List<?> parts = Replies.list(reply, 6);
    String epoch = Replies.text(parts.get(1));
    if (Replies.number(parts.get(0)) == 0 || !epoch.equals(directory)) {
      lost("the directory has forgotten this node");
      return;
    }
    deadLives = Replies.number(parts.get(3));
    if (parts.get(5) != null) {
      membersKnown = epoch + "/" + Replies.text(parts.get(2));
      user.members(nodes(Replies.list(parts.get(5))));
    }
    user.beaten();
  }

  private static List<NodeInfo> nodes(List<?> encoded) {
    List<NodeInfo> nodes = new ArrayList<>(encoded.size());
    for (Object one : encoded) {
      try {
        nodes.add(NodeInfoCodec.decode(Replies.bytes(one)));
      } catch (ProtocolMismatchException other) {
        LOG.log(System.Logger.Level.WARNING, "a node that cannot be read: {0}", other.getMessage());
      }
    }
    return nodes;
  }

  private void goOn(Round round) {
    if (!hasLeft) {
      round.add(
          call(Script.LEAVE, bytes(Keys.node(self.ref())), bytes(Keys.epoch(self.ref()))),
          (reply, nowNs) -> hasLeft = Replies.number(reply) >= 0);
    }
    for (int i = 0; i < OWN_STEPS; i++) {
      round.add(cleanDead("0"), this::swept);
    }
  }

  private void swept(@Nullable Object reply, long nowNs) {
    if (Replies.number(reply) == 0 && state == LifeState.LEAVING) {
      state(LifeState.GONE, "all that it held is removed");
    }
  }

  private Command cleanOwn() {
    return call(
        Script.CLEAN,
        bytes(Keys.life(self.ref())),
        bytes(Integer.toString(CLEANED_OBJECTS)),
        bytes("0"),
        bytes(Keys.node(self.ref())),
        bytes(ledger.token()));
  }

  private Command cleanDead(String pauseMs) {
    return call(Script.CLEAN, bytes(""), bytes(Integer.toString(CLEANED_OBJECTS)), bytes(pauseMs));
  }

  private Command call(Script script, byte[]... arguments) {
    return new Command.Call(script, keys.prefix(), Arrays.asList(arguments));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** How long until something is due, if the connection is free. */
  long remainingNs(long nowNs) {
    return switch (state) {
      case ENTERING, CLEARING, LEAVING -> 0;
      case INSIDE -> {
        long beat = beatNow ? 0 : Math.max(0, nextBeatNs - nowNs);
        yield deadLives > 0 ? Math.min(beat, Math.max(0, nextCleanNs - nowNs)) : beat;
      }
      case OUTSIDE, GONE -> Long.MAX_VALUE;
    };
  }

  private void state(LifeState next, String why) {
    LOG.log(System.Logger.Level.DEBUG, "{0}: {1} -> {2}: {3}", self.ref(), state, next, why);
    state = next;
  }
}
