// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tokamak hash}. */
@Command(
    name = "hash",
    description = {
      "Prints the SHA-256 of objects.",
      "That of the data, as sha256sum prints it for the same bytes; for an object with metadata, the SHA-256 of both"
          + " digests one after the other."
    })
final class HashCommand implements Runnable {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Parameters(paramLabel = "ID", arity = "1..*", description = ObjectNames.HELP)
  private List<String> names;

  @Override
  public void run() {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Map<ObjectId, String> hashes = new LinkedHashMap<>();
      for (ObjectId id : new ObjectNames(client).resolve(names)) {
        hashes.put(id, ObjectDigest.of(client, id));
      }
      output.print(
          hashes.entrySet().stream().map(HashCommand::json).toList(),
          () ->
              hashes.entrySet().stream()
                  .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
                  .collect(Collectors.joining()));
    }
  }

  private static Map<String, Object> json(Map.Entry<ObjectId, String> hash) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", hash.getKey());
    fields.put("sha256", hash.getValue());
    return fields;
  }
}
