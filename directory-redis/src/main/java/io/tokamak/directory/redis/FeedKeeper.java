// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Backoff;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Keeps the connection for messages, and its subscriptions: the members, this node's echo, and the
 * shards somebody watches objects of. Whoever listens cannot speak, so the channels change when the
 * next message comes; where that is urgent, this node sends itself one. A step function.
 */
final class FeedKeeper {
  private static final System.Logger LOG = System.getLogger(FeedKeeper.class.getName());
  private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(10);

  /** Hears what was said. */
  interface User {
    /** The members have changed, or may have. */
    void membersChanged();

    /** Objects were announced: 20 bytes each. */
    void announced(byte[] ids);

    /** Announcements before now may have been missed in these shards. */
    void mayHaveMissed(BitSet shards);
  }

  private final Feed feed;
  private final Keys keys;
  private final String echo;
  private final Backoff backoff;
  private final IntPredicate isWatched;
  private final User user;
  private final long openNs;
  private final BitSet wanted = new BitSet(Keys.SHARDS);
  private final BitSet missed = new BitSet(Keys.SHARDS);
  private final long[] lastWatchedNs = new long[Keys.SHARDS];
  private LinkState state = LinkState.CLOSED;
  private String why = "";
  private long dueNs;
  private int failures;
  private boolean wakes;

  FeedKeeper(
      Feed feed,
      Keys keys,
      NodeRef self,
      RedisSettings settings,
      Backoff backoff,
      IntPredicate isWatched,
      User user) {
    this.feed = feed;
    this.keys = keys;
    this.echo = keys.echo(self);
    this.backoff = backoff;
    this.isWatched = isWatched;
    this.user = user;
    this.openNs = settings.connectNs() + settings.commandNs() * 3 / 2;
  }

  /** Listens from now on. */
  void start(long nowNs) {
    if (state == LinkState.CLOSED) {
      open(nowNs);
    }
  }

  boolean isOpen() {
    return state == LinkState.UP;
  }

  /** Why it hears nothing; empty if it does, or is about to for the first time. */
  String why() {
    return failures == 0 ? "" : why;
  }

  int work(long nowNs) {
    int work = 0;
    for (Feed.Event event = feed.poll(); event != null; event = feed.poll()) {
      heard(event, nowNs);
      work++;
    }
    if (!missed.isEmpty()) {
      user.mayHaveMissed(missed);
      missed.clear();
    }
    if (isTimed() && nowNs - dueNs >= 0) {
      late(nowNs);
      work++;
    }
    if (state == LinkState.UP) {
      chooseShards(nowNs);
    }
    return work;
  }

  private boolean isTimed() {
    return state == LinkState.CONNECTING || state == LinkState.WAITING;
  }

  private void late(long nowNs) {
    if (state == LinkState.WAITING) {
      open(nowNs);
    } else {
      state(LinkState.ABANDONED, "does not let anybody subscribe in time");
      feed.abandon();
    }
  }

  private void open(long nowNs) {
    wanted.clear();
    noteWatched(nowNs);
    dueNs = nowNs + openNs;
    state(LinkState.CONNECTING, why);
    feed.open(channels());
  }

  private void chooseShards(long nowNs) {
    if (noteWatched(nowNs)) {
      feed.want(channels());
      wakes = true;
    }
  }

  /** Shards nobody watches stay a while: the next who does will come soon. True if any changed. */
  private boolean noteWatched(long nowNs) {
    boolean changed = false;
    for (int shard = 0; shard < Keys.SHARDS; shard++) {
      if (isWatched.test(shard)) {
        lastWatchedNs[shard] = nowNs;
        changed |= !wanted.get(shard);
        wanted.set(shard);
      } else if (wanted.get(shard) && nowNs - lastWatchedNs[shard] > LINGER_NS) {
        changed = true;
        wanted.clear(shard);
      }
    }
    return changed;
  }

  private Set<String> channels() {
    Set<String> channels = new HashSet<>(Set.of(keys.members(), echo));
    wanted.stream().forEach(shard -> channels.add(keys.shard(shard)));
    return channels;
  }

  /** Whether a change of channels is urgent. */
  boolean wakes() {
    return wakes && state == LinkState.UP;
  }

  /** Adds to a round what makes a change of channels urgent. */
  void contribute(Round round) {
    if (wakes()) {
      wakes = false;
      round.add(new Command.Wake(echo), (reply, nowNs) -> Replies.number(reply));
    }
  }

  private void heard(Feed.Event event, long nowNs) {
    switch (event) {
      case Feed.Event.Subscribed(String channel) -> subscribed(channel);
      case Feed.Event.Message(String channel, byte[] content) -> {
        if (channel.equals(keys.members())) {
          user.membersChanged();
        } else if (keys.shardOf(channel) >= 0) {
          user.announced(content);
        }
      }
      case Feed.Event.Missed() -> {
        missed.set(0, Keys.SHARDS);
        user.membersChanged();
      }
      case Feed.Event.Lost(String reason) -> lost(reason, nowNs);
    }
  }

  private void subscribed(String channel) {
    int shard = keys.shardOf(channel);
    if (shard >= 0) {
      missed.set(shard);
    } else if (channel.equals(keys.members()) && state == LinkState.CONNECTING) {
      failures = 0;
      state(LinkState.UP, "listens");
      user.membersChanged();
    }
  }

  private void lost(String reason, long nowNs) {
    failures++;
    dueNs = nowNs + backoff.afterNs(failures);
    state(LinkState.WAITING, state == LinkState.ABANDONED ? why : reason);
  }

  /** How long until something is due. */
  long remainingNs(long nowNs) {
    return isTimed() ? Math.max(0, dueNs - nowNs) : Long.MAX_VALUE;
  }

  private void state(LinkState next, String reason) {
    LOG.log(System.Logger.Level.DEBUG, "messages: {0} -> {1}: {2}", state, next, reason);
    state = next;
    why = reason;
  }
}
