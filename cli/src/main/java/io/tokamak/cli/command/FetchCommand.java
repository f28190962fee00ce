// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.FetchOptions;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectNotFoundException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokamak fetch}. */
@Command(
    name = "fetch",
    description = {
      "Brings objects of other nodes here, and tells how each came: from where, over which fabric, by which protocol, and why.",
      "An object that no node has yet is waited for."
    },
    footer = {
      "",
      "Examples:",
      "  tokamak fetch name:model",
      "  tokamak fetch --protocol socket --timeout 1m 3f2a81c09be4417fd3a1c2f8a95e60b71d2f4c33"
    })
final class FetchCommand implements Callable<Integer> {
  @Mixin private NodeAddress node;
  @Mixin private Output output;
  @Mixin private Patience patience;

  @Option(
      names = {"-p", "--protocol"},
      paramLabel = "P",
      defaultValue = "",
      description = {
        "Take this protocol, not the cheapest: socket4k, socket, eager, rendezvous or direct."
      })
  private String protocol;

  @Option(
      names = "--from",
      paramLabel = "NODE",
      description = {"Try the copy at this node first.", NodeNames.HELP})
  private Optional<String> from = Optional.empty();

  @Parameters(paramLabel = "ID", arity = "1..*", description = ObjectNames.HELP)
  private List<String> names;

  @Override
  public Integer call() throws InterruptedException {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Cluster cluster = client.cluster();
      List<ObjectId> ids = new ObjectNames(client).resolve(names);
      List<FetchResult> results = cluster.fetch(ids, options(cluster, ids));
      return print(results, new TransferReport(NodeNames.of(cluster)));
    }
  }

  private FetchOptions options(Cluster cluster, List<ObjectId> ids) throws InterruptedException {
    FetchOptions options = FetchOptions.within(patience.duration()).protocol(protocol);
    if (from.isEmpty()) {
      return options;
    }
    NodeId holder = NodeNames.resolve(cluster, from.get());
    List<ObjectCopy> hints = new ArrayList<>();
    List<List<ObjectCopy>> copies = cluster.locations(ids);
    for (int i = 0; i < ids.size(); i++) {
      hints.add(copyAt(holder, ids.get(i), copies.get(i)));
    }
    return options.hints(hints);
  }

  private ObjectCopy copyAt(NodeId holder, ObjectId id, List<ObjectCopy> copies) {
    return copies.stream()
        .filter(copy -> copy.holder().equals(holder))
        .findFirst()
        .orElseThrow(() ->
            new ObjectNotFoundException(
                "object %s is not at node %s, as far as the directory knows: tokamak locate tells where it is"
                    .formatted(id, from.orElse(""))));
  }

  private int print(List<FetchResult> results, TransferReport report) {
    output.print(
        results.stream().map(report::json).toList(),
        () -> String.join("", results.stream().map(report::line).toList()));
    return exitCode(results).number();
  }

  /** That of the first failure. */
  static ExitCode exitCode(List<FetchResult> results) {
    for (FetchResult result : results) {
      if (result instanceof FetchResult.Failed failed) {
        return ExitCode.of(failed.exception());
      }
    }
    return ExitCode.OK;
  }
}
