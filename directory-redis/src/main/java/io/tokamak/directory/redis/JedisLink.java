// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * The connection for commands, in a thread of its own. A round is one pipeline; scripts that Redis
 * does not know yet go in a second one.
 */
final class JedisLink implements Link {
  private final Worker worker = new Worker("tokamak-redis-commands");
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final Sockets sockets;
  private final Runnable wakeUp;

  /** The worker's. */
  private @Nullable Connection connection;

  JedisLink(RedisUrl url, RedisSettings settings, Runnable wakeUp) {
    this.sockets = new Sockets(url, settings);
    this.wakeUp = wakeUp;
    worker.start();
  }

  @Override
  public void connect() {
    sockets.begin();
    worker.then(() ->
        attempt(() -> {
          connection = sockets.connect();
          tell(new Event.Up());
        }));
  }

  @Override
  public void send(List<Command> round) {
    worker.then(() ->
        attempt(() -> {
          Connection open = connection;
          if (open != null) {
            tell(new Event.Answered(answers(open, round)));
          }
        }));
  }

  @Override
  public void abandon() {
    sockets.abandon();
    worker.then(() -> {
      if (connection != null) {
        down("given up");
      }
    });
  }

  @Override
  public @Nullable Event poll() {
    return events.poll();
  }

  @Override
  public void close() {
    sockets.abandon();
    worker.end();
  }

  /** A reply can be so absurd that there is no memory or stack for it. */
  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError failed) {
      down(Sockets.reason(failed));
    }
  }

  private void down(String why) {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      sockets.abandon();
      try {
        broken.forceDisconnect();
      } catch (IOException alreadyClosed) {
        // Its socket is closed either way.
      }
    }
    tell(new Event.Down(why));
  }

  private void tell(Event event) {
    events.add(event);
    wakeUp.run();
  }

  private static List<@Nullable Object> answers(Connection open, List<Command> round) {
    round.forEach(command -> send(open, command, true));
    List<@Nullable Object> replies = replies(open, round.size());
    List<Integer> unknown = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      if (replies.get(i) instanceof RedisError(String message) && message.startsWith("NOSCRIPT")) {
        unknown.add(i);
        send(open, round.get(i), false);
      }
    }
    List<@Nullable Object> second = replies(open, unknown.size());
    for (int i = 0; i < unknown.size(); i++) {
      replies.set(unknown.get(i), second.get(i));
    }
    return replies;
  }

  private static List<@Nullable Object> replies(Connection open, int count) {
    List<@Nullable Object> replies = new ArrayList<>(count);
    if (count > 0) {
      for (Object reply : open.getMany(count)) {
        boolean error = reply instanceof JedisDataException;
        replies.add(error ? new RedisError(Sockets.reason((JedisDataException) reply)) : reply);
      }
    }
    return replies;
  }

  private static void send(Connection open, Command command, boolean known) {
    switch (command) {
      case Command.Call call -> send(open, call, known);
      case Command.Holders(String key) -> open.sendCommand(Protocol.Command.HGETALL, ascii(key));
      case Command.Wake(String channel) ->
          open.sendCommand(Protocol.Command.PUBLISH, ascii(channel), ascii(""));
      case Command.MemoryInfo() -> open.sendCommand(Protocol.Command.INFO, ascii("memory"));
    }
  }

  private static void send(Connection open, Command.Call call, boolean known) {
    byte[][] arguments = new byte[3 + call.arguments().size()][];
    arguments[0] = ascii(known ? call.script().sha() : call.script().text());
    arguments[1] = ascii("1");
    arguments[2] = ascii(call.prefix());
    for (int i = 0; i < call.arguments().size(); i++) {
      arguments[3 + i] = call.arguments().get(i);
    }
    open.sendCommand(known ? Protocol.Command.EVALSHA : Protocol.Command.EVAL, arguments);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
