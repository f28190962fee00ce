// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Directory;
import io.tokamak.directory.DirectoryListener;
import io.tokamak.directory.DirectoryStatus;
import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.directory.NodeInfo;
import io.tokamak.directory.Search;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.wire.ObjectId;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The directory without threads and sockets: what is sent when, and what follows from the answers.
 * Everything that is due goes in one round, heartbeats first, then announcements, then lookups; the
 * next round goes when it was answered. A step function.
 */
final class Session implements Directory {
  private static final Backoff PAUSES =
      new Backoff(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.SECONDS.toNanos(2));

  private static final long RESTART_NS = TimeUnit.SECONDS.toNanos(1);

  private final RedisSettings settings;
  private final String where;
  private final Keys keys;
  private final Feed feed;
  private final Supplier<String> names;
  private final LinkKeeper link;
  private @Nullable Member member;
  private boolean started;

  /**
   * A directory over two connections.
   *
   * @param where for people
   * @param names of directories, a new one each time
   */
  Session(RedisSettings settings, String where, Link link, Feed feed, Supplier<String> names) {
    this.settings = settings;
    this.where = where;
    this.keys = Keys.of(settings.cluster());
    this.feed = feed;
    this.names = names;
    this.link = new LinkKeeper(link, settings, PAUSES, new LinkUser());
  }

  /** All that depends on who this node is. */
  private final class Member {
    private final DirectoryListener listener;
    private final Members members;
    private final Ledger ledger;
    private final Life life;
    private final Outbox outbox;
    private final Searches searches;
    private final FeedKeeper messages;
    private long restartNs;
    private long recheckNs;

    private Member(NodeInfo self, DirectoryListener listener) {
      this.listener = listener;
      members = new Members(self, listener);
      ledger = new Ledger(self.ref());
      life = new Life(self, keys, ledger, settings, names, new LifeUser());
      outbox = new Outbox(self.ref(), keys, ledger, settings.queued(), PAUSES, new OutboxUser());
      searches = new Searches(keys, ref -> members.node(ref) != null);
      messages =
          new FeedKeeper(
              feed, keys, self.ref(), settings, PAUSES, searches::watches, new FeedUser());
    }
  }

  @Override
  public void join(NodeInfo self, DirectoryListener listener) {
    if (member != null) {
      throw new IllegalStateException("this directory was joined already");
    }
    member = new Member(self, listener);
  }

  private Member member() {
    Member joined = member;
    if (joined == null) {
      throw new IllegalStateException("join this directory first");
    }
    return joined;
  }

  @Override
  public void announce(ObjectId id, Location location) {
    member().outbox.put(id, location);
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    member().outbox.put(id, null);
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    member().searches.doubted(id, location);
    if (member().life.state() == LifeState.INSIDE) {
      member().outbox.doubt(id, location);
    }
  }

  @Override
  public void whenPublished(Runnable published) {
    member().outbox.whenPublished(published);
  }

  @Override
  public Search search(List<ObjectId> ids, boolean watching, Finder finder) {
    return member().searches.open(ids, watching, finder);
  }

  @Override
  public Collection<NodeInfo> nodes() {
    return member().members.nodes();
  }

  @Override
  public @Nullable NodeInfo node(NodeRef ref) {
    return member().members.node(ref);
  }

  @Override
  public DirectoryStatus status() {
    String why = why();
    long queued = member == null ? 0 : member.outbox.queued();
    long dropped = member == null ? 0 : member.outbox.dropped();
    return new DirectoryStatus("redis", where, why.isEmpty(), why, queued, dropped);
  }

  private String why() {
    Member joined = member;
    if (joined == null) {
      return "not joined yet";
    }
    return switch (joined.life.state()) {
      case INSIDE, CLEARING -> {
        String refusal = joined.outbox.refusal();
        String deaf = joined.messages.why();
        yield !refusal.isEmpty()
            ? "takes no announcements: " + refusal
            : deaf.isEmpty() ? "" : "sends no messages: " + deaf;
      }
      case ENTERING -> "joining";
      case OUTSIDE -> link.why() + link.lostFor();
      case LEAVING, GONE -> "left";
    };
  }

  @Override
  public int work(long nowNs) {
    Member joined = member;
    if (joined == null || isGone()) {
      return 0;
    }
    if (!started) {
      started = true;
      joined.recheckNs = nowNs + settings.recheckNs();
      joined.restartNs = nowNs;
      link.start(nowNs);
    }
    int work = link.work(nowNs) + joined.messages.work(nowNs) + joined.members.work(nowNs);
    restartIfDue(joined, nowNs);
    recheckIfDue(joined, nowNs);
    work += joined.searches.tell();
    if (joined.life.state() == LifeState.INSIDE) {
      work += joined.outbox.tell();
    }
    return work + send(joined, nowNs);
  }

  private int send(Member joined, long nowNs) {
    if (!link.isFree() || sendableInNs(joined, nowNs) > 0) {
      return 0;
    }
    Round round = new Round();
    if (joined.searches.needsMembers()) {
      joined.life.nudge();
    }
    joined.life.contribute(round, nowNs);
    joined.messages.contribute(round);
    if (joined.life.state() == LifeState.INSIDE) {
      joined.outbox.contribute(round, nowNs);
    }
    if (joined.life.sees()) {
      joined.searches.contribute(round);
    }
    if (round.isEmpty()) {
      return 0;
    }
    link.send(round, nowNs);
    return 1;
  }

  /** What was dropped is announced again, a second later at the earliest. */
  private void restartIfDue(Member joined, long nowNs) {
    if (joined.life.state() != LifeState.INSIDE
        || !joined.outbox.isToRestart(nowNs)
        || nowNs - joined.restartNs < 0) {
      return;
    }
    joined.restartNs = nowNs + RESTART_NS;
    if (joined.outbox.hasLostWithdrawals()) {
      joined.life.startOver("withdrawals were dropped");
    } else {
      begin(joined);
    }
  }

  private static void begin(Member joined) {
    joined.outbox.restart();
    joined.listener.announceAll();
    joined.outbox.restarted();
  }

  /** Losing a message costs this long at most; longer if there is nobody to hear one. */
  private void recheckIfDue(Member joined, long nowNs) {
    long dueNs = joined.recheckNs;
    if (!joined.messages.isOpen()) {
      dueNs = Math.min(dueNs, dueNs - settings.recheckNs() + 2 * settings.heartbeatNs());
    }
    if (nowNs - dueNs >= 0) {
      joined.recheckNs = nowNs + settings.recheckNs();
      joined.searches.lookAgain(shard -> true);
    }
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    Member joined = member;
    if (joined == null) {
      return nowNs + settings.heartbeatNs();
    }
    if (!started || joined.searches.hasToTell()) {
      return nowNs;
    }
    long restNs = Math.min(joined.recheckNs - nowNs, 2 * settings.heartbeatNs());
    restNs = Math.min(restNs, link.remainingNs(nowNs));
    restNs = Math.min(restNs, joined.messages.remainingNs(nowNs));
    restNs = Math.min(restNs, joined.members.remainingNs(nowNs));
    if (joined.life.state() == LifeState.INSIDE) {
      restNs = Math.min(restNs, joined.outbox.tellableInNs());
    }
    if (link.isFree()) {
      restNs = Math.min(restNs, sendableInNs(joined, nowNs));
    }
    return nowNs + Math.max(0, restNs);
  }

  /** How long until there is something to send, if the connection is free. No allocation. */
  private static long sendableInNs(Member joined, long nowNs) {
    boolean sees = joined.life.sees();
    if (joined.messages.wakes()
        || (sees && joined.searches.hasLookups())
        || joined.searches.needsMembers()) {
      return 0;
    }
    long restNs = joined.life.remainingNs(nowNs);
    return joined.life.state() == LifeState.INSIDE
        ? Math.min(restNs, joined.outbox.sendableInNs(nowNs))
        : restNs;
  }

  /** Begins to leave: goes on in {@link #work} until {@link #isGone}. */
  @Override
  public void close() {
    if (member != null) {
      member.life.leave("closed");
      member.searches.closeAll();
    }
  }

  /** Objects that searches ask for now. */
  int openQuestions() {
    return member().searches.size();
  }

  /** Whether it has left, or never was there. */
  boolean isGone() {
    return member == null || member.life.state() == LifeState.GONE;
  }

  private final class LinkUser implements LinkKeeper.User {
    @Override
    public void up(long nowNs) {
      member().outbox.up();
      member().life.up();
      member().messages.start(nowNs);
    }

    @Override
    public void down(String why, long nowNs) {
      member().life.down(why);
      member().outbox.down();
      member().searches.unavailable(why);
    }
  }

  private final class LifeUser implements Life.User {
    @Override
    public void entered(long nowNs) {
      link.healthy();
      member().members.graceUntil(nowNs + settings.leaseNs());
      member().searches.available();
    }

    @Override
    public void begun() {
      begin(member());
    }

    @Override
    public void members(List<NodeInfo> nodes) {
      member().members.are(nodes);
    }

    @Override
    public void beaten() {
      member().searches.membersAreKnown();
    }

    @Override
    public void interrupted() {
      member().outbox.takeBack();
    }

    @Override
    public void failed(String why, long nowNs) {
      link.drop(why, nowNs);
    }
  }

  private final class OutboxUser implements Outbox.User {
    @Override
    public void lostTrack(String why) {
      member().life.lost(why);
    }

    @Override
    public void failed(String why, long nowNs) {
      link.drop(why, nowNs);
    }
  }

  private final class FeedUser implements FeedKeeper.User {
    @Override
    public void membersChanged() {
      member().life.nudge();
    }

    @Override
    public void announced(byte[] ids) {
      member().searches.announced(ids);
    }

    @Override
    public void mayHaveMissed(BitSet shards) {
      member().searches.lookAgain(shards::get);
    }
  }
}
