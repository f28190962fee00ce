// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tokamak push}. */
@Command(
    name = "push",
    customSynopsis = "Usage: tokamak push [-hV] [--json] [-s=PATH] [-t=TIME] ID... NODE",
    description = {
      "Sends objects of this node to another one, and tells how each came there, as that node saw it."
    })
final class PushCommand implements Callable<Integer> {
  @Mixin private NodeAddress node;
  @Mixin private Output output;
  @Mixin private Patience patience;

  @Parameters(
      paramLabel = "ID... NODE",
      arity = "2..*",
      hideParamSyntax = true,
      description = {
        "Objects: ids, the first digits of ids (4 at least), or name:NAME. Then a node: its name, or the first digits of its id."
      })
  private List<String> names;

  @Override
  public Integer call() throws InterruptedException {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Cluster cluster = client.cluster();
      List<ObjectId> ids = new ObjectNames(client).resolve(names.subList(0, names.size() - 1));
      NodeId to = NodeNames.resolve(cluster, names.getLast());
      List<FetchResult> results = cluster.push(ids, to, patience.duration());
      TransferReport report = new TransferReport(NodeNames.of(cluster));
      output.print(
          results.stream().map(report::json).toList(),
          () -> String.join("", results.stream().map(report::line).toList()));
      return FetchCommand.exitCode(results).number();
    }
  }
}
