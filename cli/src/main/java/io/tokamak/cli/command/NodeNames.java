// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.NodeId;
import io.tokamak.client.NodeView;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the nodes that people mean, and calls nodes by their names. */
final class NodeNames {
  /** For the descriptions of parameters. */
  static final String HELP =
      "A node: its name, or the first digits of its id, as nodes prints them.";

  private static final int SHOWN_DIGITS = 8;

  private final Map<NodeId, NodeView> nodes;

  NodeNames(List<NodeView> nodes) {
    this.nodes = nodes.stream().collect(Collectors.toMap(NodeView::id, Function.identity()));
  }

  /** The nodes that are there now. */
  static NodeNames of(Cluster cluster) {
    return new NodeNames(cluster.nodes());
  }

  /** What people call a node; its id when it has left. */
  String name(NodeId id) {
    NodeView node = nodes.get(id);
    return node == null || node.name().isEmpty() ? digits(id) : node.name();
  }

  /** So much of an id that people can tell it from others. */
  static String digits(NodeId id) {
    return id.toHex().substring(0, SHOWN_DIGITS);
  }

  /**
   * The node somebody means.
   *
   * @throws CommandFailure when there is none, or several
   */
  static NodeId resolve(Cluster cluster, String text) {
    return cluster
        .node(text)
        .map(NodeView::id)
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.NOT_FOUND,
                "\"%s\" is the name of no node, or of several, and the beginning of no id, or of several: tokamak nodes prints them"
                    .formatted(text)));
  }
}
