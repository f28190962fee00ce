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
 */
public record FetchOptions(@Nullable Protocol protocol, List<Location> hints) {
  /** The protocol is chosen, the directory is asked. */
  public static final FetchOptions NONE = new FetchOptions(null, List.of());

  /** Copies the list. */
  public FetchOptions {
    hints = List.copyOf(hints);
  }
}
