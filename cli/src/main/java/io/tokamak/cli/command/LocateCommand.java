// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.client.Cluster;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tokamak locate}. */
@Command(
    name = "locate",
    description = {
      "Tells which nodes have objects, as the directory knows it: a line for each copy. It may be out of date either way.",
      "Exits with 3 when one of them is nowhere."
    })
final class LocateCommand implements Callable<Integer> {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Parameters(paramLabel = "ID", arity = "1..*", description = ObjectNames.HELP)
  private List<String> names;

  @Override
  public Integer call() throws InterruptedException {
    try (ObjectStoreClient client = node.connectReadOnly()) {
      Cluster cluster = client.cluster();
      List<ObjectId> ids = new ObjectNames(client).resolve(names);
      List<List<ObjectCopy>> copies = cluster.locations(ids);
      NodeNames nodes = NodeNames.of(cluster);
      output.print(json(ids, copies, nodes), () -> text(ids, copies, nodes));
      return (copies.stream().anyMatch(List::isEmpty) ? ExitCode.NOT_FOUND : ExitCode.OK).number();
    }
  }

  static String text(List<ObjectId> ids, List<List<ObjectCopy>> copies, NodeNames nodes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < ids.size(); i++) {
      ObjectId id = ids.get(i);
      if (copies.get(i).isEmpty()) {
        text.append(id).append("  nowhere\n");
      }
      copies.get(i).forEach(copy -> text.append(line(id, copy, nodes)));
    }
    return text.toString();
  }

  private static String line(ObjectId id, ObjectCopy copy, NodeNames nodes) {
    String metadata =
        copy.metadataLength() == 0 ? "" : ", metadata " + ByteSize.format(copy.metadataLength());
    return "%s  at %s, %s%s%n"
        .formatted(id, nodes.name(copy.holder()), ByteSize.format(copy.dataLength()), metadata);
  }

  static List<Map<String, Object>> json(
      List<ObjectId> ids, List<List<ObjectCopy>> copies, NodeNames nodes) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("id", ids.get(i));
      object.put("copies", copies.get(i).stream().map(copy -> json(copy, nodes)).toList());
      all.add(object);
    }
    return all;
  }

  private static Map<String, Object> json(ObjectCopy copy, NodeNames nodes) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("node", copy.holder().toHex());
    fields.put("node_name", nodes.name(copy.holder()));
    fields.put("data_bytes", copy.dataLength());
    fields.put("metadata_bytes", copy.metadataLength());
    fields.put("offset", copy.offset());
    return fields;
  }
}
