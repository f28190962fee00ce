// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection for messages, made again after each failure. Nothing here waits. */
interface Feed {
  /** What it heard. */
  sealed interface Event {
    /** From now on messages of that channel come. */
    record Subscribed(String channel) implements Event {}

    /** A message. */
    @SuppressWarnings("ArrayRecordComponent") // Passed on once, never compared.
    record Message(String channel, byte[] content) implements Event {}

    /** Messages came faster than they were taken: some are lost. */
    record Missed() implements Event {}

    /** No more messages come at all. Events before it are told first. */
    record Lost(String why) implements Event {}
  }

  /** Begins to connect, and subscribes. Only when it is lost, or at first. */
  void open(Set<String> channels);

  /** Changes the channels when the next message comes. */
  void want(Set<String> channels);

  /** Gives up whatever it does: Lost follows. */
  void abandon();

  /** What has happened; null if nothing. */
  @Nullable Event poll();

  /** Ends. Does not wait. */
  void close();
}
