// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection for commands, made again after each failure. Nothing here waits; each call but
 * {@link #abandon} is answered by one event, and only then comes the next.
 */
interface Link {
  /** What became of it. */
  sealed interface Event {
    /** Connected. */
    record Up() implements Event {}

    /** The answers of the round, one for each command; {@link RedisError} among them. */
    record Answered(List<? extends @Nullable Object> replies) implements Event {}

    /** Not connected any more, or not at all. */
    record Down(String why) implements Event {}
  }

  /** Begins to connect: Up or Down follows. Only when it is down. */
  void connect();

  /** Sends a round: Answered or Down follows. Only when it is up and nothing is under way. */
  void send(List<Command> round);

  /** Gives up whatever it does: one Down follows, also if it is up and idle. */
  void abandon();

  /** What has happened; null if nothing. */
  @Nullable Event poll();

  /** Ends. Does not wait. */
  void close();
}
