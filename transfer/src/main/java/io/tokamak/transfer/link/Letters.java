// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where messages are put together before they are sent. One for all connections of a manager. */
public final class Letters {
  /** Bytes of a message without its payload, at most. */
  public static final int LENGTH = 8192;

  private static final MemorySegment NO_BODY = Arena.global().allocate(0);

  private final MemorySegment buffer = Arena.ofAuto().allocate(LENGTH, Long.BYTES);

  /** Where the next message goes. */
  public MemorySegment buffer() {
    return buffer;
  }

  static MemorySegment noBody() {
    return NO_BODY;
  }
}
