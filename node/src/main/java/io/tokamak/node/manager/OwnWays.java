// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import java.util.List;

/**
 * What there is to know of a node's own ways to others.
 *
 * @param how what its fastest fabric works with, and what it made ready, in one line; empty when
 *     the names of its addresses say all
 * @param missing why there are no more or no better ways, each in a line with what to do
 */
public record OwnWays(String how, List<String> missing) {
  /** Copies the list. */
  public OwnWays {
    missing = List.copyOf(missing);
  }
}
