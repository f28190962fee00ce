// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.client.ObjectStoreClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tokamak evict}. */
@Command(
    name = "evict",
    description = "Evicts the least recently used objects, until so many bytes of them are gone.")
final class EvictCommand implements Runnable {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Parameters(paramLabel = "SIZE", description = "How much, such as 64m.")
  private ByteSize size;

  @Override
  public void run() {
    try (ObjectStoreClient client = node.connect()) {
      long evicted = client.evict(size.bytes());
      output.print(
          Map.of("evicted_bytes", evicted), () -> "evicted " + ByteSize.format(evicted) + "\n");
    }
  }
}
