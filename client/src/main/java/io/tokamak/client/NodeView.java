// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.message.NodeDescription;
import java.util.List;

/**
 * A node of the cluster, as this machine's node sees it.
 *
 * @param id which node, which life
 * @param name for people
 * @param capacityBytes of its store
 * @param self whether it is this machine's node
 * @param fabric the fabric that leads to it, empty when none does; of the node itself, what its
 *     fabrics work with, in a line, empty when their names say all
 * @param whyNotBetter a line for each faster fabric that was not taken
 * @param addresses where it can be reached, by fabric
 */
public record NodeView(
    NodeId id,
    String name,
    long capacityBytes,
    boolean self,
    String fabric,
    List<String> whyNotBetter,
    List<String> addresses) {
  /** Copies the lists. */
  public NodeView {
    whyNotBetter = List.copyOf(whyNotBetter);
    addresses = List.copyOf(addresses);
  }

  static NodeView of(NodeDescription node) {
    return new NodeView(
        NodeId.of(node.node()),
        node.name(),
        node.capacityBytes(),
        node.self(),
        node.fabric(),
        node.whyNotBetter(),
        node.addresses());
  }
}
