// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.cli.text.TimeSpan;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.node.NodeStatus;
import io.tokamak.node.NumaStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tokamak node status}. */
@Command(
    name = "status",
    description =
        "Tells how the node is: memory, objects, clients, its part in a cluster. Exits with 5 when"
            + " none runs.")
final class NodeStatusCommand implements Runnable {
  @Mixin private NodeAddress address;
  @Mixin private Output output;

  @Override
  public void run() {
    try (ObjectStoreClient client = address.connectReadOnly()) {
      NodeStatus status = NodeStatus.read(client, address.socket());
      ClusterSight cluster = ClusterSight.of(client);
      output.print(json(status, cluster), () -> text(status, cluster));
    }
  }

  private static Map<String, Object> json(NodeStatus status, ClusterSight cluster) {
    NodeStatus.Memory memory = status.memory();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("socket", status.socket());
    fields.put("pid", status.process());
    fields.put("uptime_s", uptime(status).map(Duration::toSeconds));
    fields.put("capacity_bytes", memory.capacityBytes());
    fields.put("reserved_bytes", memory.reservedBytes());
    fields.put("objects", status.objects());
    fields.put("most_objects", status.mostObjects());
    fields.put("object_bytes", memory.objectBytes());
    fields.put("free_bytes", memory.freeBytes());
    fields.put("leased_bytes", memory.leasedBytes());
    fields.put("largest_free_bytes", memory.largestFreeBytes());
    fields.put("clients", status.clients());
    fields.put("huge_page_bytes", memory.hugeBytes());
    fields.put("process_private_bytes", status.privateBytes());
    fields.put("numa", status.numa().map(NodeStatusCommand::json));
    fields.put("cluster", cluster.json());
    return fields;
  }

  private static Map<String, Object> json(NumaStatus numa) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("machine_nodes", numa.machineNodes());
    fields.put("bound_to", numa.boundTo());
    fields.put("processors", numa.processors());
    fields.put("memory", numa.memory());
    return fields;
  }

  private static String text(NodeStatus status, ClusterSight cluster) {
    NodeStatus.Memory memory = status.memory();
    TextTable table = new TextTable(Align.LEFT, Align.LEFT);
    table.row("socket", status.socket().toString());
    table.row("process", process(status));
    table.row("memory", capacity(memory));
    table.row(
        "objects",
        "%d of at most %d, %s"
            .formatted(
                status.objects(), status.mostObjects(), ByteSize.format(memory.objectBytes())));
    table.row("free", free(memory));
    table.row("clients", Long.toString(status.clients()));
    table.row("huge pages", memory.hugeBytes() == 0 ? "none" : ByteSize.format(memory.hugeBytes()));
    status.numa().ifPresent(numa -> table.row("numa", numa(numa)));
    cluster.addTo(table);
    return table.render();
  }

  private static String numa(NumaStatus numa) {
    if (numa.machineNodes() <= 1) {
      return "the machine is undivided, processors " + numa.processors();
    }
    String where =
        numa.boundTo().isPresent()
            ? "on node " + numa.boundTo().getAsInt()
            : "on any of %d nodes".formatted(numa.machineNodes());
    String memory = numa.memory().isEmpty() ? "unknown" : numa.memory();
    return "%s, processors %s, memory policy %s".formatted(where, numa.processors(), memory);
  }

  private static String process(NodeStatus status) {
    if (status.process().isEmpty()) {
      return "not visible from here";
    }
    StringBuilder line = new StringBuilder().append(status.process().getAsLong());
    uptime(status).ifPresent(up -> line.append(", up ").append(TimeSpan.format(up)));
    status
        .privateBytes()
        .ifPresent(
            own -> line.append(", ").append(ByteSize.format(own)).append(" beside the objects"));
    return line.toString();
  }

  private static Optional<Duration> uptime(NodeStatus status) {
    return status.startedAt().map(start -> Duration.between(start, Instant.now()));
  }

  private static String capacity(NodeStatus.Memory memory) {
    String all = ByteSize.format(memory.capacityBytes());
    return memory.reservedBytes() >= memory.capacityBytes()
        ? all + ", all reserved"
        : "%s, %s (%d %%) reserved so far"
            .formatted(
                all,
                ByteSize.format(memory.reservedBytes()),
                100 * memory.reservedBytes() / memory.capacityBytes());
  }

  private static String free(NodeStatus.Memory memory) {
    String leased =
        memory.leasedBytes() == 0
            ? ""
            : ", " + ByteSize.format(memory.leasedBytes()) + " more lent to clients";
    return "%s, largest piece %s%s"
        .formatted(
            ByteSize.format(memory.freeBytes()),
            ByteSize.format(memory.largestFreeBytes()),
            leased);
  }
}
