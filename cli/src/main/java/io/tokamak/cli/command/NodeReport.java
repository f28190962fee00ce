// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.client.ClusterStatus;
import io.tokamak.client.NodeView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The nodes of a cluster and the ways to them, for people and for programs. */
final class NodeReport {
  private NodeReport() {}

  /** A line for each node, one for the directory, and what there is to know of own fabrics. */
  static String text(List<NodeView> nodes, ClusterStatus status) {
    TextTable table =
        new TextTable(Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.LEFT, Align.LEFT);
    table.row("NODE", "NAME", "FABRIC", "CAPACITY", "WHY NOT BETTER", "ADDRESSES");
    for (NodeView node : nodes) {
      table.row(
          NodeNames.digits(node.id()),
          node.name(),
          fabric(node),
          ByteSize.format(node.capacityBytes()),
          String.join("; ", node.whyNotBetter()),
          String.join(", ", node.addresses()));
    }
    return table.render() + "directory: " + directory(status.directory()) + "\n" + own(nodes);
  }

  private static String own(List<NodeView> nodes) {
    return nodes.stream()
        .filter(node -> node.self() && !node.fabric().isEmpty())
        .map(node -> "fabrics: " + node.fabric() + "\n")
        .findFirst()
        .orElse("");
  }

  private static String fabric(NodeView node) {
    if (node.self()) {
      return "(this node)";
    }
    return node.fabric().isEmpty() ? "none" : node.fabric();
  }

  /** How the directory is, in a few words. */
  static String directory(ClusterStatus.DirectoryView directory) {
    StringBuilder line =
        new StringBuilder(directory.kind())
            .append(", ")
            .append(directory.where())
            .append(directory.reachable() ? "" : ", not reachable: " + directory.why());
    if (directory.queuedAnnouncements() > 0) {
      line.append(", %d announcements wait for it".formatted(directory.queuedAnnouncements()));
    }
    if (directory.droppedAnnouncements() > 0) {
      line.append(", no room for %d more".formatted(directory.droppedAnnouncements()));
    }
    return line.toString();
  }

  /** The same for programs. */
  static Map<String, Object> json(List<NodeView> nodes, ClusterStatus status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("self", status.self().toHex());
    fields.put("directory", json(status.directory()));
    fields.put("nodes", nodes.stream().map(NodeReport::json).toList());
    fields.put("counters", status.counters());
    return fields;
  }

  private static Map<String, Object> json(ClusterStatus.DirectoryView directory) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", directory.kind());
    fields.put("where", directory.where());
    fields.put("reachable", directory.reachable());
    fields.put("why", directory.why());
    fields.put("queued_announcements", directory.queuedAnnouncements());
    fields.put("dropped_announcements", directory.droppedAnnouncements());
    return fields;
  }

  private static Map<String, Object> json(NodeView node) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("node", node.id().toHex());
    fields.put("epoch", node.id().epoch());
    fields.put("name", node.name());
    fields.put("self", node.self());
    fields.put("fabric", node.fabric());
    fields.put("why_not_better", node.whyNotBetter());
    fields.put("capacity_bytes", node.capacityBytes());
    fields.put("addresses", node.addresses());
    return fields;
  }
}
