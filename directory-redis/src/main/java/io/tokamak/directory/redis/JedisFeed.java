// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * The connection for messages, in a thread of its own that reads from it all the time. Each
 * heartbeat of this node comes back over it; when none does, reading fails with a time-out.
 */
final class JedisFeed implements Feed {
  private static final int EVENTS = 1024;
  private static final long FULL_PAUSE_NS = 1_000_000;

  private final Worker worker = new Worker("tokamak-redis-messages");
  private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(EVENTS);
  private final AtomicBoolean missed = new AtomicBoolean();
  private final Sockets sockets;
  private final Runnable wakeUp;
  private volatile Set<String> wanted = Set.of();
  private volatile boolean closed;

  JedisFeed(RedisUrl url, RedisSettings settings, Runnable wakeUp) {
    this.sockets = new Sockets(url, settings);
    this.wakeUp = wakeUp;
    worker.start();
  }

  @Override
  public void open(Set<String> channels) {
    wanted = Set.copyOf(channels);
    sockets.begin();
    worker.then(this::listen);
  }

  @Override
  public void want(Set<String> channels) {
    wanted = Set.copyOf(channels);
  }

  @Override
  public void abandon() {
    sockets.abandon();
  }

  @Override
  public @Nullable Event poll() {
    Event event = events.poll();
    return event == null && missed.getAndSet(false) ? new Event.Missed() : event;
  }

  @Override
  public void close() {
    closed = true;
    sockets.abandon();
    worker.end();
  }

  private void listen() {
    try (Connection connection = sockets.connect()) {
      Set<String> channels = new HashSet<>();
      while (!closed) {
        change(connection, channels);
        heard(connection.getOne());
      }
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError failed) {
      certainly(new Event.Lost(Sockets.reason(failed)));
    }
  }

  private void change(Connection connection, Set<String> channels) {
    Set<String> target = wanted;
    send(connection, Protocol.Command.SUBSCRIBE, target, channels);
    send(connection, Protocol.Command.UNSUBSCRIBE, channels, target);
    channels.clear();
    channels.addAll(target);
  }

  /** Sends those of the channels that the others have not. */
  private static void send(
      Connection connection, Protocol.Command command, Set<String> channels, Set<String> others) {
    String[] changed =
        channels.stream().filter(channel -> !others.contains(channel)).toArray(String[]::new);
    if (changed.length > 0) {
      connection.sendCommand(command, SafeEncoder.encodeMany(changed));
    }
  }

  private void heard(Object reply) {
    if (!(reply instanceof List<?> parts) || parts.size() != 3) {
      throw reply instanceof JedisDataException error
          ? error
          : BadReplyException.of(reply, "a message");
    }
    String kind = Replies.text(parts.get(0));
    String channel = Replies.text(parts.get(1));
    switch (kind) {
      case "message" -> ifThereIsRoom(new Event.Message(channel, Replies.bytes(parts.get(2))));
      case "subscribe" -> certainly(new Event.Subscribed(channel));
      default -> {}
    }
  }

  private void ifThereIsRoom(Event event) {
    if (!events.offer(event)) {
      missed.set(true);
    }
    wakeUp.run();
  }

  /** Waits for room: whoever takes the events is alive, or closes this. */
  private void certainly(Event event) {
    while (!closed && !events.offer(event)) {
      wakeUp.run();
      LockSupport.parkNanos(FULL_PAUSE_NS);
    }
    wakeUp.run();
  }
}
