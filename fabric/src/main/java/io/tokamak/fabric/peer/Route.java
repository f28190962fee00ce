// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import java.util.List;

/**
 * The way to a peer.
 *
 * @param fabric the fabric that serves; empty when none does
 * @param whyNotBetter a line for each fabric that was not taken, such as {@code shm: the peer has
 *     no such address}
 */
public record Route(String fabric, List<String> whyNotBetter) {
  /** Copies the list. */
  public Route {
    whyNotBetter = List.copyOf(whyNotBetter);
  }

  /** Whether there is a way. */
  public boolean isThere() {
    return !fabric.isEmpty();
  }
}
