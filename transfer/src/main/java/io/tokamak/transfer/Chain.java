// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import io.tokamak.fabric.NodeRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom a receiver of a broadcast asks, one after the other: its parent first, which may still be
 * receiving the object itself, the source last.
 *
 * @param parents the nearest first; none: the source is the parent
 * @param checksum of the object, as the source has it
 */
public record Chain(List<NodeRef> parents, int checksum) {
  private static final int FAN_OUT = 2;

  /** Copies the list. */
  public Chain {
    parents = List.copyOf(parents);
  }

  /** The same for a node that does not ask itself. */
  public Chain without(NodeRef node) {
    return new Chain(parents.stream().filter(parent -> !parent.equals(node)).toList(), checksum);
  }

  /**
   * The chain of one of the receivers, which form a tree: the source has two children, and so has
   * each receiver.
   */
  public static Chain of(List<NodeRef> receivers, int position, int checksum) {
    List<NodeRef> parents = new ArrayList<>();
    for (int at = position / FAN_OUT - 1; at >= 0; at = at / FAN_OUT - 1) {
      parents.add(receivers.get(at));
    }
    return new Chain(parents, checksum);
  }
}
