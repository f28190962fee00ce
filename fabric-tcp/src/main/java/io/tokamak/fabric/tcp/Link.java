// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.nio.channels.ByteChannel;

/** The bytes of one connection in both directions: as they are, or encrypted. Never waits. */
interface Link extends ByteChannel {
  /** The peer has been let in: what takes time to set up is worth it now. */
  void established();

  /** What is written next goes together, in as few packets as it fits in, until {@code false}. */
  void together(boolean several);

  /** Sends what it has kept back, as far as the socket takes it. */
  void flush() throws IOException;

  /** Whether it goes on when the socket has room; {@code more} is to be written. */
  boolean awaitsRoom(boolean more);

  /** Whether there may be more to read though nothing more comes from the socket. */
  boolean hasMore();

  /** Whether it can be written to now and could not before; says so once. */
  boolean becameWritable();
}
