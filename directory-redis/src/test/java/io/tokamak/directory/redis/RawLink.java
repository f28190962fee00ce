// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Rounds to a real Redis, waited for. */
final class RawLink implements AutoCloseable {
  private final Semaphore woken = new Semaphore(0);
  private final JedisLink link;

  RawLink(RedisUrl url) {
    link = new JedisLink(url, RedisSettings.usual(), woken::release);
    link.connect();
    if (!(next() instanceof Link.Event.Up)) {
      throw new AssertionError("cannot connect to " + url);
    }
  }

  @Nullable Object answer(Command command) {
    return answers(List.of(command)).getFirst();
  }

  List<? extends @Nullable Object> answers(List<Command> round) {
    link.send(round);
    Link.Event event = next();
    if (event instanceof Link.Event.Answered(var replies)) {
      return replies;
    }
    throw new AssertionError("no answer: " + event);
  }

  private Link.Event next() {
    Link.Event event = link.poll();
    while (event == null) {
      woken.acquireUninterruptibly();
      event = link.poll();
    }
    return event;
  }

  @Override
  public void close() {
    link.close();
  }
}
