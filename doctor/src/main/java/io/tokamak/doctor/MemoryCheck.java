// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * How much memory this process could still get, from the machine and from its control group.
 *
 * @param availableBytes tells it; {@code Long.MAX_VALUE} where the kernel tells nothing
 */
record MemoryCheck(LongSupplier availableBytes) implements Check {
  private static final String NAME = "memory";
  private static final long NODE_BYTES = 1200L << 20;

  @Override
  public List<Finding> look() {
    long bytes = availableBytes.getAsLong();
    if (bytes == Long.MAX_VALUE) {
      return List.of(Finding.ok(NAME, "the kernel does not tell how much is available"));
    }
    String found = Bytes.text(bytes) + " available";
    return List.of(
        bytes >= NODE_BYTES
            ? Finding.ok(NAME, found)
            : Finding.better(
                NAME,
                found + ": too little for a node of 1 GiB",
                "start nodes with less, such as --memory 256m, or raise the container's limit"));
  }
}
