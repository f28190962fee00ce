// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.ClusterStatus;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectStoreClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tokamak nodes}. */
@Command(
    name = "nodes",
    description = {
      "Lists the nodes of the cluster: by which fabric each is reached, why by no better one, and how the directory is."
    })
final class NodesCommand implements Runnable {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Override
  public void run() {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Cluster cluster = client.cluster();
      List<NodeView> nodes = cluster.nodes();
      ClusterStatus status = cluster.status();
      output.print(NodeReport.json(nodes, status), () -> NodeReport.text(nodes, status));
    }
  }
}
