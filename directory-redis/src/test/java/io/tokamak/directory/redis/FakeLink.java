// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the model. What was sent over one that broke may arrive all the same, and late:
 * the network had it already.
 */
final class FakeLink implements Link {
  private final SimulatedWorld world;
  private final Queue<Event> events = new ArrayDeque<>();
  private int attempt;
  private boolean trying;
  private boolean up;
  private int attempts;
  private int rounds;
  private int commands;
  private @Nullable String refusal;

  FakeLink(SimulatedWorld world) {
    this.world = world;
  }

  /** From now on every command is answered with that error; null: with answers. */
  void refuseAll(@Nullable String error) {
    refusal = error;
  }

  int attempts() {
    return attempts;
  }

  int rounds() {
    return rounds;
  }

  int commands() {
    return commands;
  }

  @Override
  public void connect() {
    int mine = ++attempt;
    attempts++;
    trying = true;
    world.at(
        world.arrivalNs(),
        () -> {
          if (mine == attempt && world.isRunning()) {
            up = true;
            events.add(new Event.Up());
          } else if (mine == attempt) {
            cut("connection refused");
          }
        });
  }

  @Override
  public void send(List<Command> round) {
    int mine = attempt;
    List<Command> copy = List.copyOf(round);
    rounds++;
    commands += copy.size();
    world.at(
        world.arrivalNs(),
        () -> {
          if (world.isRunning()) {
            List<@Nullable Object> replies = new ArrayList<>();
            for (Command command : copy) {
              replies.add(
                  refusal == null ? world.redis().execute(command) : new RedisError(refusal));
            }
            answer(mine, replies);
          }
        });
  }

  private void answer(int mine, List<@Nullable Object> replies) {
    world.at(
        world.nowNs() + world.latencyNs(),
        () -> {
          if (mine == attempt && up) {
            events.add(new Event.Answered(replies));
          }
        });
  }

  /** Breaks. */
  void cut(String why) {
    if (trying) {
      trying = false;
      up = false;
      attempt++;
      events.add(new Event.Down(why));
    }
  }

  @Override
  public void abandon() {
    cut("given up");
  }

  @Override
  public @Nullable Event poll() {
    return events.poll();
  }

  @Override
  public void close() {
    cut("closed");
  }
}
