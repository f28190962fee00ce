// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.node.CounterMeanings;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tokamak stats}. */
@Command(name = "stats", description = "Prints all counters of the node, with what they mean.")
final class StatsCommand implements Runnable {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Override
  public void run() {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Map<String, Long> counters = client.stats();
      output.print(counters, () -> text(counters));
    }
  }

  private static String text(Map<String, Long> counters) {
    CounterMeanings meanings = new CounterMeanings();
    TextTable table = new TextTable(Align.LEFT, Align.RIGHT, Align.LEFT);
    counters.forEach((label, value) -> table.row(label, value.toString(), meanings.of(label)));
    return table.render();
  }
}
