// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Subscription;
import io.tokamak.wire.message.ObjectEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tokamak watch}. */
@Command(
    name = "watch",
    description = {
      "Prints what happens to objects, a line each, until interrupted: first the objects that are there as sealed, then"
          + " every seal and deletion in order.",
      "The line \"resync\" means that this program was too slow: forget what was printed, the objects that are there follow."
    })
final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      defaultValue = "0",
      description = "End after so many events; 0, the default, means never.")
  private long count;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = {
        "Watch this node and not the one on the socket: what is sealed and what goes there from now on.",
        NodeNames.HELP
      })
  private Optional<String> watched = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    if (count < 0) {
      throw new ParameterException(
          command.commandLine(), "--count is a number of events, or 0 for no end, found " + count);
    }
    try (ObjectStoreClient client = node.connectReadOnly();
        Subscription events = subscribe(client)) {
      for (long seen = 0; count == 0 || seen < count; seen++) {
        print(events.take());
      }
    }
    return ExitCode.OK.number();
  }

  private Subscription subscribe(ObjectStoreClient client) {
    return watched.isPresent()
        ? client.cluster().subscribe(NodeNames.resolve(client.cluster(), watched.get()))
        : client.subscribe();
  }

  private void print(ObjectEvent event) {
    output.print(json(event), () -> line(event));
  }

  private static String line(ObjectEvent event) {
    return switch (event.kind()) {
      case SEALED ->
          "sealed   %s  %s%s%n"
              .formatted(event.id(), ByteSize.format(event.dataLength()), metadata(event));
      case DELETED -> "deleted  %s%n".formatted(event.id());
      case RESYNC -> "resync\n";
    };
  }

  private static String metadata(ObjectEvent event) {
    return event.metadataLength() == 0
        ? ""
        : ", metadata " + ByteSize.format(event.metadataLength());
  }

  private static Map<String, Object> json(ObjectEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("event", event.kind().name().toLowerCase(Locale.ROOT));
    if (event.kind() != ObjectEvent.Kind.RESYNC) {
      fields.put("id", event.id());
    }
    if (event.kind() == ObjectEvent.Kind.SEALED) {
      fields.put("data_bytes", event.dataLength());
      fields.put("metadata_bytes", event.metadataLength());
    }
    return fields;
  }
}
