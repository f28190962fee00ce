// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.directory.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to fetch, for those who measure or know better.
 *
 * @param protocol null: chosen by cost
 * @param hints where the objects are, one for each id; empty: the directory is asked
 * @param chain null: not a broadcast; else whom to ask before those of the hints, and what of the
 *     objects may be asked for here before all of it has come
 */
public record FetchOptions(
    @Nullable Protocol protocol, List<Location> hints, @Nullable Chain chain) {
  /** The protocol is chosen, the directory is asked. */
  public static final FetchOptions NONE = new FetchOptions(null, List.of());

  /** Not for a broadcast. */
  public FetchOptions(@Nullable Protocol protocol, List<Location> hints) {
    this(protocol, hints, null);
  }

  /** Copies the list. */
  public FetchOptions {
    hints = List.copyOf(hints);
  }
}
