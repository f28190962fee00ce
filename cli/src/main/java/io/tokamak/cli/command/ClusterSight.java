// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.TextTable;
import io.tokamak.client.ClusterStatus;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.error.TokamakException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node's part in its cluster as far as this client may see it: the manager speaks to its own user
 * only.
 *
 * @param nodes all that are there
 * @param status how it takes part; empty when the manager does not speak to this client
 * @param fault why; empty when it does
 */
record ClusterSight(List<NodeView> nodes, Optional<ClusterStatus> status, String fault) {
  /** Looks; what fails is part of what is seen. */
  static ClusterSight of(ObjectStoreClient client) {
    try {
      return new ClusterSight(client.cluster().nodes(), Optional.of(client.cluster().status()), "");
    } catch (TokamakException e) {
      return new ClusterSight(List.of(), Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  /** Some lines of a table of two columns. */
  void addTo(TextTable table) {
    if (status.isEmpty()) {
      table.row("cluster", "not visible from here: " + fault);
      return;
    }
    table.row("cluster", "%s, %s".formatted(self(), company()));
    table.row("directory", NodeReport.directory(status.get().directory()));
    nodes.stream().filter(NodeView::self).forEach(own -> addOwn(table, own));
  }

  /** The ways of the node itself, and why there are no more or no better ones. */
  private static void addOwn(TextTable table, NodeView own) {
    table.row("addresses", String.join(", ", own.addresses()));
    boolean told = !own.fabric().isEmpty();
    if (told) {
      table.row("fabrics", own.fabric());
    }
    String label = told ? "could be better" : "not used";
    own.whyNotBetter().forEach(why -> table.row(label, why));
  }

  private String self() {
    return status.map(seen -> seen.name() + " (" + NodeNames.digits(seen.self()) + ")").orElse("");
  }

  private String company() {
    int others = nodes.size() - 1;
    return switch (others) {
      case 0 -> "alone";
      case 1 -> "with 1 other node";
      default -> "with " + others + " other nodes";
    };
  }

  /** The same for programs; null when it cannot be seen. */
  Optional<Map<String, Object>> json() {
    return status.map(seen -> NodeReport.json(nodes, seen));
  }
}
