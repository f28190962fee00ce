// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection for messages from the model: each message takes its time, in order. */
final class FakeFeed implements Feed {
  private final SimulatedWorld world;
  private final long silenceNs;
  private final Queue<Event> events = new ArrayDeque<>();
  private final Set<String> channels = new HashSet<>();
  private Set<String> wanted = Set.of();
  private int attempt;
  private boolean trying;
  private long lastNs;
  private long deliveryNs;

  FakeFeed(SimulatedWorld world, long silenceNs) {
    this.world = world;
    this.silenceNs = silenceNs;
  }

  Set<String> channels() {
    return channels;
  }

  @Override
  public void open(Set<String> wantedNow) {
    int mine = ++attempt;
    trying = true;
    wanted = wantedNow;
    lastNs = world.nowNs();
    world.at(
        world.arrivalNs(),
        () -> {
          if (mine == attempt && world.isRunning()) {
            change();
          } else if (mine == attempt) {
            cut("connection refused");
          }
        });
  }

  @Override
  public void want(Set<String> wantedNow) {
    wanted = wantedNow;
  }

  /** Subscribes to what is wanted; the answers come in order with the messages. */
  private void change() {
    for (String channel : wanted) {
      if (channels.add(channel)) {
        deliver(new Event.Subscribed(channel));
      }
    }
    channels.retainAll(wanted);
  }

  private void deliver(Event event) {
    int mine = attempt;
    deliveryNs = Math.max(deliveryNs, world.nowNs() + world.latencyNs());
    world.at(
        deliveryNs,
        () -> {
          if (mine == attempt) {
            lastNs = world.nowNs();
            events.add(event);
          }
        });
  }

  /** A message of the model's. True if this hears it. */
  boolean publish(String channel, byte[] message) {
    if (!trying || !channels.contains(channel)) {
      return false;
    }
    deliver(new Event.Message(channel, message));
    int mine = attempt;
    world.at(
        deliveryNs + world.latencyNs(),
        () -> {
          if (mine == attempt) {
            change();
          }
        });
    return true;
  }

  /** Breaks. */
  void cut(String why) {
    if (trying) {
      trying = false;
      attempt++;
      channels.clear();
      events.add(new Event.Lost(why));
    }
  }

  @Override
  public void abandon() {
    cut("given up");
  }

  @Override
  public @Nullable Event poll() {
    if (trying && world.nowNs() - lastNs > silenceNs) {
      cut("nothing heard in time");
    }
    return events.poll();
  }

  @Override
  public void close() {
    cut("closed");
  }
}
