// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.message.FetchPriority;
import java.time.Duration;
import java.util.List;

/**
 * How to fetch.
 *
 * @param timeout how long it may take
 * @param priority who goes first when there is not room for all
 * @param protocol the protocol to take, such as {@code eager}; empty: the cheapest
 * @param hints where the objects are, a copy for each in their order, as {@link Cluster#locations}
 *     found them; empty: the directory is asked
 */
public record FetchOptions(
    Duration timeout, FetchPriority priority, String protocol, List<ObjectCopy> hints) {
  /** Copies the list. */
  public FetchOptions {
    hints = List.copyOf(hints);
  }

  /** By the directory, by the cheapest protocol, as somebody who is about to read. */
  public static FetchOptions within(Duration timeout) {
    return new FetchOptions(timeout, FetchPriority.GET, "", List.of());
  }

  /** The same with another priority. */
  public FetchOptions priority(FetchPriority other) {
    return new FetchOptions(timeout, other, protocol, hints);
  }

  /** The same by this protocol. */
  public FetchOptions protocol(String other) {
    return new FetchOptions(timeout, priority, other, hints);
  }

  /** The same without asking the directory. */
  public FetchOptions hints(List<ObjectCopy> copies) {
    return new FetchOptions(timeout, priority, protocol, copies);
  }
}
