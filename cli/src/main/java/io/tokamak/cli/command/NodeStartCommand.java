// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.node.DetachedNode;
import io.tokamak.node.DetachedNode.Outcome;
import io.tokamak.node.JvmCommand;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.StateDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tokamak node start}. */
@Command(
    name = "start",
    description = {
      "Runs a node: a store in shared memory that all processes of this machine can use.",
      "It runs in the foreground until SIGTERM or Ctrl-C; with --detach in the background. Memory"
          + " is reserved while it runs already, at about 2 GiB a second."
    },
    footer = {
      "",
      "Examples:",
      "  tokamak node start --detach",
      "  tokamak node start --memory 16g --dir /mnt/huge",
      "  tokamak node start --listen 127.0.0.1:7420 --join 127.0.0.1:7421",
      "  docker run --shm-size=5g ... tokamak node start --memory 4g"
    })
final class NodeStartCommand implements Callable<Integer> {
  private static final String MAIN_CLASS = "io.tokamak.cli.Main";
  private static final String DETACH = "--detach";

  /** Slow machines and much memory take long; a node that fails is noticed at once. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  @Spec private CommandSpec command;
  @Mixin private NodeAddress address;
  @Mixin private NodeOptions options;
  @Mixin private ClusterOptions cluster;
  @Mixin private Output output;

  @Option(
      names = {"-d", DETACH},
      description = "Run in the background: returns when clients can connect.")
  private boolean detached;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "error, warn, info or debug. Default: warn; info in the background.")
  private LogLevel logLevel = LogLevel.WARN;

  @Override
  public Integer call() throws IOException, InterruptedException {
    NodeConfig config = options.config(address.socket()).withCluster(cluster.config());
    if (detached) {
      startInBackground(config);
      return ExitCode.OK.number();
    }
    logLevel.apply();
    return runHere(config);
  }

  private int runHere(NodeConfig config) throws InterruptedException {
    ForegroundNode foreground = new ForegroundNode();
    foreground.start(config);
    printReadyIfPossible(config);
    foreground.awaitEnd();
    throw new CommandFailure(ExitCode.ERROR, "the store ended by itself; its log says why");
  }

  /** A log on a full disk does not end a node. */
  private void printReadyIfPossible(NodeConfig config) {
    try {
      printReady(config, ProcessHandle.current().pid(), Map.of());
    } catch (CommandFailure e) {
      System.getLogger(NodeStartCommand.class.getName()) // not before the log level is applied
          .log(Level.WARNING, "the node is ready but could not say so: {0}", e.line());
    }
  }

  private void startInBackground(NodeConfig config) throws IOException {
    Path log = StateDirectory.ofThisUser().log(config.socket());
    DetachedNode node =
        new DetachedNode(
            JvmCommand.ofThisProcess().of(MAIN_CLASS, foregroundArguments()),
            cluster.environment(),
            config.socket(),
            log);
    switch (node.start(START_TIMEOUT)) {
      case Outcome.Ready(Process process) -> printReady(config, process.pid(), Map.of("log", log));
      case Outcome.Failed(int exitCode, String output) -> throw failure(exitCode, output, log);
      case Outcome.TimedOut() ->
          throw new CommandFailure(
              ExitCode.TIMEOUT, "the node did not answer within " + START_TIMEOUT + "; see " + log);
    }
  }

  /** What was typed, without the request to detach, and without what is nobody's business. */
  private List<String> foregroundArguments() {
    List<String> arguments =
        ClusterOptions.hidden(command.root().commandLine().getParseResult().originalArgs());
    arguments.removeIf(argument -> argument.equals(DETACH) || argument.equals("-d"));
    arguments.addAll(List.of("--log-level", LogLevel.INFO.toString()));
    return arguments;
  }

  private static CommandFailure failure(int exitCode, String output, Path log) {
    String line =
        output.isEmpty() ? "the node ended with code " + exitCode + "; see " + log : output;
    return new CommandFailure(ExitCode.of(exitCode), line.replaceFirst("^tokamak: ", ""));
  }

  private void printReady(NodeConfig config, long pid, Map<String, Path> more) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("socket", config.socket());
    fields.put("pid", pid);
    fields.put("capacity_bytes", config.memoryBytes());
    fields.putAll(more);
    String log = more.containsKey("log") ? ", log " + more.get("log") : "";
    output.print(
        fields,
        () ->
            "node ready: socket %s, capacity %s, process %d%s%n"
                .formatted(config.socket(), ByteSize.format(config.memoryBytes()), pid, log));
  }
}
