// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * The counters of the store.
 *
 * @param counters in a stable order
 */
public record StatsReply(List<CounterValue> counters) implements Reply {
  /** Copies the list. */
  public StatsReply {
    counters = List.copyOf(counters);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, counters, (to, counter) -> counter.encode(to));
  }

  /** Reads the payload. */
  public static StatsReply decode(FrameReader reader) {
    return new StatsReply(
        Items.read(reader, CounterValue.MIN_ENCODED_LENGTH, CounterValue::decode));
  }
}
