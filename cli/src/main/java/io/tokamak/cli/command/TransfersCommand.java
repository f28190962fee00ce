// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.TransferInfo;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokamak transfers}. */
@Command(
    name = "transfers",
    description = {
      "Lists the transfers of this node that run and the last that ended, the newest first: protocol and why, bytes,"
          + " microseconds in all and in each phase, copies, registrations, round trips, messages."
    })
final class TransfersCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "20",
      description = "So many at most; 20 by default.")
  private int count;

  @Override
  public Integer call() {
    if (count < 1) {
      throw new ParameterException(
          command.commandLine(), "--count is a number of transfers, found " + count);
    }
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Cluster cluster = client.cluster();
      List<TransferInfo> transfers = cluster.transfers(count);
      TransferReport report = new TransferReport(NodeNames.of(cluster));
      output.print(transfers.stream().map(report::json).toList(), () -> report.table(transfers));
    }
    return ExitCode.OK.number();
  }
}
