// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class JedisFeedTest {
  private final Semaphore woken = new Semaphore(0);
  private RedisServer server;
  private JedisFeed feed;

  @BeforeEach
  void start() throws IOException {
    server = RedisServer.running();
    feed = new JedisFeed(server.url(), RedisSettings.usual(), woken::release);
  }

  @AfterEach
  void stop() {
    feed.close();
    server.close();
  }

  private Feed.Event next() throws InterruptedException {
    Feed.Event event = feed.poll();
    while (event == null) {
      assertThat(woken.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
      event = feed.poll();
    }
    return event;
  }

  private void say(String channel) {
    server.command("PUBLISH", channel, "x");
  }

  private long listeners(String channel) {
    return (Long) Replies.list(server.command("PUBSUB", "NUMSUB", channel)).get(1);
  }

  @Test
  void shouldChangeChannelsWithTheNextMessage() throws InterruptedException {
    feed.open(Set.of("a"));
    assertThat(next()).isEqualTo(new Feed.Event.Subscribed("a"));
    feed.want(Set.of("a", "b"));
    say("a");
    assertThat(List.of(next(), next()))
        .satisfiesExactlyInAnyOrder(
            event -> assertThat(event).isInstanceOf(Feed.Event.Message.class),
            event -> assertThat(event).isEqualTo(new Feed.Event.Subscribed("b")));
    feed.want(Set.of("b"));
    say("b");
    assertThat(next()).isInstanceOf(Feed.Event.Message.class);
    await().until(() -> listeners("a") == 0);
    say("a");
    say("b");
    assertThat(next())
        .isInstanceOfSatisfying(
            Feed.Event.Message.class, message -> assertThat(message.channel()).isEqualTo("b"));
  }

  @Test
  void shouldSayThatItMissedSomething() throws InterruptedException {
    feed.open(Set.of("a"));
    assertThat(next()).isEqualTo(new Feed.Event.Subscribed("a"));
    server.command("EVAL", "for i = 1, 5000 do redis.call('PUBLISH', 'a', i) end", "0");
    woken.acquire(5000);

    int messages = 0;
    Feed.Event event = next();
    while (event instanceof Feed.Event.Message) {
      messages++;
      event = next();
    }
    assertThat(messages).isEqualTo(1024);
    assertThat(event).isEqualTo(new Feed.Event.Missed());
    say("a");
    assertThat(next()).isInstanceOf(Feed.Event.Message.class);
  }

  @Test
  void shouldSayThatItIsLostAndBeOpenedAgain() throws InterruptedException {
    feed.open(Set.of("a"));
    assertThat(next()).isEqualTo(new Feed.Event.Subscribed("a"));
    server.command("CLIENT", "KILL", "TYPE", "pubsub");
    assertThat(next()).isInstanceOf(Feed.Event.Lost.class);
    feed.open(Set.of("a"));
    assertThat(next()).isEqualTo(new Feed.Event.Subscribed("a"));
    feed.abandon();
    assertThat(next()).isInstanceOf(Feed.Event.Lost.class);
  }

  /** Nobody speaks: that is no sign of life. */
  @Test
  void shouldNotListenToSilence() throws InterruptedException {
    feed.open(Set.of("a"));
    assertThat(next()).isEqualTo(new Feed.Event.Subscribed("a"));
    assertThat(next())
        .isInstanceOfSatisfying(
            Feed.Event.Lost.class, lost -> assertThat(lost.why()).contains("timed out"));
  }
}
