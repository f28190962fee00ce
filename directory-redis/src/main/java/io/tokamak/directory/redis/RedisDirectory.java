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
import io.tokamak.wire.ObjectId;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A directory that all nodes keep in one Redis or Valkey. Two daemon threads speak with it, one for
 * commands and one for messages; the manager's thread never waits for it, except {@link #close}.
 */
public final class RedisDirectory implements Directory {
  private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long STEP_NS = TimeUnit.MICROSECONDS.toNanos(200);

  private final Link link;
  private final Feed feed;
  private final Session session;
  private boolean closed;

  /**
   * Connects once this node has joined, and works; how it goes {@link #status} says.
   *
   * @param wakeUp lets the manager's thread call {@link #work} soon; called from other threads
   */
  public RedisDirectory(RedisUrl url, RedisSettings settings, Runnable wakeUp) {
    SecureRandom random = new SecureRandom();
    link = new JedisLink(url, settings, wakeUp);
    feed = new JedisFeed(url, settings, wakeUp);
    session =
        new Session(
            settings,
            url.toString(),
            link,
            feed,
            () -> HexFormat.of().toHexDigits(random.nextLong()));
  }

  @Override
  public void join(NodeInfo self, DirectoryListener listener) {
    session.join(self, listener);
  }

  @Override
  public void announce(ObjectId id, Location location) {
    session.announce(id, location);
  }

  @Override
  public void withdraw(ObjectId id, Location location) {
    session.withdraw(id, location);
  }

  @Override
  public void doubt(ObjectId id, Location location) {
    session.doubt(id, location);
  }

  @Override
  public void whenPublished(Runnable published) {
    session.whenPublished(published);
  }

  @Override
  public Search search(List<ObjectId> ids, boolean watching, Finder finder) {
    return session.search(ids, watching, finder);
  }

  @Override
  public Collection<NodeInfo> nodes() {
    return session.nodes();
  }

  @Override
  public @Nullable NodeInfo node(NodeRef ref) {
    return session.node(ref);
  }

  @Override
  public DirectoryStatus status() {
    return session.status();
  }

  @Override
  public int work(long nowNs) {
    return closed ? 0 : session.work(nowNs);
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    return session.nextDeadlineNs(nowNs);
  }

  /**
   * Leaves, and removes what this node announced: takes a second at most, none if Redis cannot be
   * reached. What that does not suffice for, the other nodes remove.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    session.close();
    long deadlineNs = System.nanoTime() + CLOSE_NS;
    while (!session.isGone() && System.nanoTime() - deadlineNs < 0) {
      session.work(System.nanoTime());
      LockSupport.parkNanos(STEP_NS);
    }
    link.close();
    feed.close();
  }
}
