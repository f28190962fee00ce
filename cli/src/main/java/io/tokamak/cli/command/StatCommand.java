// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.message.Holder;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tokamak stat}. */
@Command(
    name = "stat",
    description = "Tells everything about an object: sizes, state, times, who has it in use.")
final class StatCommand implements Runnable {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Parameters(paramLabel = "ID", description = ObjectNames.HELP)
  private String name;

  @Override
  public void run() {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      ObjectId id = new ObjectNames(client).resolve(name);
      ObjectInfo object =
          client.info(id).orElseThrow(() -> new ObjectNotFoundException("no object has id " + id));
      List<Holder> holders = client.holders(id);
      output.print(
          ObjectReport.json(object, holders),
          () -> new ObjectReport(Instant.now()).details(object, holders));
    }
  }
}
