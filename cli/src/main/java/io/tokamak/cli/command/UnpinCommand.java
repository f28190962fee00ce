// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ObjectStoreClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tokamak unpin}. */
@Command(name = "unpin", description = "Lets objects be evicted again.")
final class UnpinCommand implements Runnable {
  @Mixin private NodeAddress node;

  @Parameters(paramLabel = "ID", arity = "1..*", description = ObjectNames.HELP)
  private List<String> names;

  @Override
  public void run() {
    try (ObjectStoreClient client = node.connect()) {
      client.unpin(new ObjectNames(client).resolve(names));
    }
  }
}
