// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tokamak broadcast}. */
@Command(
    name = "broadcast",
    description = {
      "Sends an object of this node to many others, which hand on to each other what they have: this node sends it twice, however many they are.",
      "Tells how it came to each of them, as that node saw it."
    })
final class BroadcastCommand implements Callable<Integer> {
  @Mixin private NodeAddress node;
  @Mixin private Output output;
  @Mixin private Patience patience;

  @Parameters(index = "0", paramLabel = "ID", description = ObjectNames.HELP)
  private String name;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "NODE", description = NodeNames.HELP)
  private List<String> targets;

  @Override
  public Integer call() throws InterruptedException {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Cluster cluster = client.cluster();
      ObjectId id = new ObjectNames(client).resolve(List.of(name)).getFirst();
      List<NodeId> nodes = targets.stream().map(one -> NodeNames.resolve(cluster, one)).toList();
      List<FetchResult> results = cluster.broadcast(id, nodes, patience.duration());
      print(nodes, results, NodeNames.of(cluster));
      return FetchCommand.exitCode(results).number();
    }
  }

  private void print(List<NodeId> nodes, List<FetchResult> results, NodeNames names) {
    TransferReport report = new TransferReport(names);
    List<Map<String, Object>> rows = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < nodes.size(); i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("node", nodes.get(i).toHex());
      row.put("node_name", names.name(nodes.get(i)));
      row.putAll(report.jsonOfAnother(results.get(i)));
      rows.add(row);
      lines
          .append(names.name(nodes.get(i)))
          .append("  ")
          .append(report.lineOfAnother(results.get(i)));
    }
    output.print(rows, lines::toString);
  }
}
