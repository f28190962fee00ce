// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectInfo;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tokamak ls}. */
@Command(
    name = "ls",
    description = "Lists all objects, the oldest first, those still being written included.")
final class LsCommand implements Runnable {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Override
  public void run() {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      List<ObjectInfo> objects =
          client.list().stream()
              .sorted(Comparator.comparingLong(ObjectInfo::createdAtMicros))
              .toList();
      output.print(
          objects.stream().map(ObjectReport::json).toList(),
          () -> new ObjectReport(Instant.now()).list(objects));
    }
  }
}
