// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.NodeId;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.ProtocolCost;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokamak calibrate}. */
@Command(
    name = "calibrate",
    description = {
      "Measures what each protocol costs at each size, and prints the table: from then on the node chooses by it.",
      "Without NODE it measures against one node of each fabric that leads to other nodes."
    })
final class CalibrateCommand implements Callable<Integer> {
  @Mixin private NodeAddress node;
  @Mixin private Output output;
  @Mixin private Patience patience;

  @Option(names = "--show", description = "Measure nothing: print what the node chooses by now.")
  private boolean show;

  @Parameters(paramLabel = "NODE", arity = "0..1", description = NodeNames.HELP)
  private Optional<String> peer = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Cluster cluster = client.cluster();
      if (!show) {
        for (NodeId target : targets(cluster)) {
          cluster.calibrate(target, patience.duration());
        }
      }
      List<ProtocolCost> costs = cluster.costs();
      output.print(CostReport.json(costs), () -> CostReport.text(costs));
    }
    return ExitCode.OK.number();
  }

  private Collection<NodeId> targets(Cluster cluster) {
    return peer.isPresent()
        ? List.of(NodeNames.resolve(cluster, peer.get()))
        : oneOfEachFabric(cluster.nodes());
  }

  static Collection<NodeId> oneOfEachFabric(List<NodeView> nodes) {
    Map<String, NodeId> byFabric = new LinkedHashMap<>();
    for (NodeView node : nodes) {
      if (!node.self() && !node.fabric().isEmpty()) {
        byFabric.putIfAbsent(node.fabric(), node.id());
      }
    }
    return byFabric.values();
  }
}
