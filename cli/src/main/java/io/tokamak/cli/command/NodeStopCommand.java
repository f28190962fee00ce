// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.TimeSpan;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.node.NodeProcess;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tokamak node stop}. */
@Command(
    name = "stop",
    description =
        "Stops the node (SIGTERM) and waits until it has ended. Its objects are gone then.")
final class NodeStopCommand implements Runnable {
  @Mixin private NodeAddress address;
  @Mixin private Output output;

  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "How long to wait. Default: ${DEFAULT-VALUE}.")
  private TimeSpan timeout;

  @Override
  public void run() {
    NodeProcess process = NodeProcess.at(address.socket()).orElseThrow(this::unseen);
    switch (process.stop(timeout.duration())) {
      case ENDED -> output.print(json(process), () -> "stopped process " + process.pid() + "\n");
      case RUNS_ON -> throw runsOn(process);
      case NOT_ALLOWED -> throw notAllowed(process);
    }
  }

  private CommandFailure runsOn(NodeProcess process) {
    return new CommandFailure(
        ExitCode.TIMEOUT,
        "process %d has not ended within %s: look at its log, or end it with kill -9"
            .formatted(process.pid(), timeout));
  }

  private static CommandFailure notAllowed(NodeProcess process) {
    return new CommandFailure(
        ExitCode.ERROR,
        "process %d belongs to another user: stop it as that user, or as root"
            .formatted(process.pid()));
  }

  /** Nobody answers (connecting says why), or somebody does whose process is not visible. */
  private CommandFailure unseen() {
    try (ObjectStoreClient client = address.connectReadOnly()) {
      return new CommandFailure(
          ExitCode.ERROR,
          "%s cannot be stopped from here: its process is not visible, perhaps in another container"
              .formatted(client));
    }
  }

  private Map<String, Object> json(NodeProcess process) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("socket", address.socket());
    fields.put("pid", process.pid());
    return fields;
  }
}
