// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import java.lang.foreign.MemorySegment;

/** Messages without a body: SUBSCRIBE, UNSUBSCRIBE, DROP, ENDED. Their number says it all. */
public final class Bare {
  private Bare() {}

  /** Writes the message; returns its length. */
  public static int write(MemorySegment message, TransferType type, long number) {
    return Fields.begin(message, type, 0, 0, number);
  }

  /** Checks that nothing follows. */
  public static void read(MemorySegment message, TransferType type) {
    Fields.exactly(message, 0, type);
  }
}
