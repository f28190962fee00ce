// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * What was evicted.
 *
 * @param evictedBytes bytes gained
 * @param evictedObjects objects that are gone
 */
public record EvictReply(long evictedBytes, int evictedObjects) implements Reply {
  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(evictedBytes);
    writer.putU32(evictedObjects);
  }

  /** Reads the payload. */
  public static EvictReply decode(FrameReader reader) {
    return new EvictReply(reader.getU63(), reader.getU31());
  }
}
