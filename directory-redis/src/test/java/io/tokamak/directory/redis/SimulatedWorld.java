// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Directory;
import io.tokamak.testkit.clock.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Directories on a model of Redis, in a time of their own: slow, failing, forgetting, answering
 * late, as asked for. One seed is one run.
 */
final class SimulatedWorld implements DirectoryWorld {
  private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LATE_NS = TimeUnit.SECONDS.toNanos(8);

  private final RandomGenerator random;
  private final RedisSettings settings;
  private final ManualClock clock = new ManualClock(5_000_000_000L);
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final ModelRedis redis;
  private final List<FakeLink> links = new ArrayList<>();
  private final List<FakeFeed> feeds = new ArrayList<>();
  private long number;
  private long names;
  private boolean running = true;
  private boolean silent;
  private boolean delivered;
  private long stoppedUntilNs;
  private long lateUntilNs;
  private int late100;

  private record Event(long ns, long number, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return ns == other.ns ? Long.compare(number, other.number) : Long.compare(ns, other.ns);
    }
  }

  SimulatedWorld(RandomGenerator random, RedisSettings settings) {
    this.random = random;
    this.settings = settings;
    this.redis = new ModelRedis(() -> clock.getAsLong() / 1_000_000, this::publish);
  }

  ModelRedis redis() {
    return redis;
  }

  List<FakeLink> links() {
    return links;
  }

  List<FakeFeed> feeds() {
    return feeds;
  }

  /** Redis ends: connections break, and everything is forgotten. */
  void kill() {
    running = false;
    redis.flush();
    cut("connection reset");
  }

  /** Redis starts, empty. */
  void start() {
    running = true;
  }

  /** Redis does nothing for so long, and then everything that was asked meanwhile. */
  void stop(long ns) {
    stoppedUntilNs = clock.getAsLong() + ns;
  }

  /** Messages get lost from now on, or not any more. */
  void silence(boolean on) {
    silent = on;
  }

  void cut(String why) {
    links.forEach(link -> link.cut(why));
    feeds.forEach(feed -> feed.cut(why));
  }

  boolean isRunning() {
    return running;
  }

  /** When something that is sent now arrives at a Redis that may stand still. */
  long arrivalNs() {
    boolean late = late100 > 0 && random.nextInt(100) < late100;
    long delayNs = late ? random.nextLong(LATE_NS) : 0;
    lateUntilNs = Math.max(lateUntilNs, clock.getAsLong() + delayNs);
    return Math.max(stoppedUntilNs, clock.getAsLong()) + latencyNs() + delayNs;
  }

  /**
   * Whether something arrived anywhere in the last step: real connections wake up whoever waits.
   */
  boolean wasDelivered() {
    return delivered;
  }

  /** So many of a hundred take seconds from now on. */
  void late(int ofAHundred) {
    late100 = ofAHundred;
  }

  /** Whether nothing is to come any more that was sent long ago. */
  boolean isCalm() {
    return clock.getAsLong() > Math.max(stoppedUntilNs, lateUntilNs);
  }

  long latencyNs() {
    return random.nextLong(20_000, 600_000);
  }

  void at(long ns, Runnable what) {
    events.add(new Event(ns, number++, what));
  }

  private int publish(String channel, byte[] message) {
    int heard = 0;
    for (FakeFeed feed : feeds) {
      heard += !silent && feed.publish(channel, message) ? 1 : 0;
    }
    return heard;
  }

  @Override
  public Directory directory() {
    return session();
  }

  Session session() {
    FakeLink link = new FakeLink(this);
    FakeFeed feed = new FakeFeed(this, settings.commandNs());
    links.add(link);
    feeds.add(feed);
    return new Session(settings, "model", link, feed, () -> String.format("%016x", ++names));
  }

  @Override
  public long nowNs() {
    return clock.getAsLong();
  }

  @Override
  public void pause() {
    clock.advanceNs(STEP_NS);
    delivered = false;
    while (!events.isEmpty() && events.peek().ns() <= clock.getAsLong()) {
      delivered = true;
      events.remove().what().run();
    }
  }

  @Override
  public String toString() {
    return "at %,d ms: %s".formatted(clock.getAsLong() / 1_000_000, redis);
  }

  @Override
  public long patienceNs() {
    return TimeUnit.SECONDS.toNanos(120);
  }

  @Override
  public void close() {}
}
