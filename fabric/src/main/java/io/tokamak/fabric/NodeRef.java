// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

/**
 * One life of a node: who it is, and how often it has started. A node that starts again is another
 * peer: nothing that pointed into its memory is valid any more.
 *
 * @param node the node's id, unique in the cluster, never 0
 * @param epoch different in each life of the node, rising
 */
public record NodeRef(long node, long epoch) {
  /** Bytes of an encoded reference. */
  public static final int LENGTH = 16;

  /**
   * Whoever listens there: only to connect to an address of which nothing else is known. The
   * endpoint tells who it is once it is ready.
   */
  public static final NodeRef ANYBODY = new NodeRef(-1, -1);

  /** Checks the id. */
  public NodeRef {
    if (node == 0) {
      throw new IllegalArgumentException("a node's id is never 0");
    }
  }

  @Override
  public String toString() {
    return Long.toHexString(node) + "@" + epoch;
  }
}
