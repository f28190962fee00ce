// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.message.NodeKey;

/**
 * One life of a node of the cluster: a node that starts again is another one.
 *
 * @param node the node's id, never 0
 * @param epoch different in each life of it
 */
public record NodeId(long node, long epoch) {
  static NodeId of(NodeKey key) {
    return new NodeId(key.node(), key.epoch());
  }

  NodeKey key() {
    return new NodeKey(node, epoch);
  }

  /** The node's id as 16 hexadecimal digits. */
  public String toHex() {
    return "%016x".formatted(node);
  }

  @Override
  public String toString() {
    return toHex() + "@" + epoch;
  }
}
