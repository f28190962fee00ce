// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.Cluster;
import io.tokamak.client.DeletedCopies;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.DeleteOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokamak rm}. */
@Command(
    name = "rm",
    description = {
      "Deletes objects. One that is in use stays readable for those who have it, and goes with the last of them."
    })
final class RmCommand implements Callable<Integer> {
  @Mixin private NodeAddress node;
  @Mixin private Output output;

  @Mixin private Patience patience;

  @Option(
      names = {"-e", "--everywhere"},
      description = "At all nodes that have them, and not only here.")
  private boolean everywhere;

  @Parameters(paramLabel = "ID", arity = "1..*", description = ObjectNames.HELP)
  private List<String> names;

  @Override
  public Integer call() throws InterruptedException {
    try (ObjectStoreClient client = node.connect()) {
      List<ObjectId> ids = new ObjectNames(client).resolve(names);
      if (everywhere) {
        return deleteEverywhere(client.cluster(), ids).number();
      }
      List<DeleteOutcome> outcomes = client.delete(ids);
      output.print(json(ids, outcomes), () -> text(ids, outcomes));
      return exitCode(outcomes).number();
    }
  }

  private ExitCode deleteEverywhere(Cluster cluster, List<ObjectId> ids)
      throws InterruptedException {
    DeletedCopies deleted = cluster.deleteEverywhere(ids, patience.duration());
    output.print(json(deleted), () -> text(deleted));
    if (!deleted.failures().isEmpty()) {
      return ExitCode.UNREACHABLE;
    }
    return deleted.copies() == 0 ? ExitCode.NOT_FOUND : ExitCode.OK;
  }

  static Map<String, Object> json(DeletedCopies deleted) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("copies", deleted.copies());
    fields.put("failures", deleted.failures());
    return fields;
  }

  static String text(DeletedCopies deleted) {
    StringBuilder text = new StringBuilder();
    text.append(deleted.copies() == 1 ? "1 copy" : deleted.copies() + " copies");
    text.append(" deleted, or to go at the last release\n");
    deleted.failures().forEach(failure -> text.append("not asked: ").append(failure).append('\n'));
    return text.toString();
  }

  private static List<Map<String, Object>> json(List<ObjectId> ids, List<DeleteOutcome> outcomes) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", ids.get(i));
      one.put("outcome", word(outcomes.get(i)));
      all.add(one);
    }
    return all;
  }

  private static String text(List<ObjectId> ids, List<DeleteOutcome> outcomes) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ids.size(); i++) {
      lines.append(ids.get(i)).append("  ").append(sentence(outcomes.get(i))).append('\n');
    }
    return lines.toString();
  }

  private static String word(DeleteOutcome outcome) {
    return switch (outcome) {
      case UNKNOWN -> "not_found";
      case DELETED -> "deleted";
      case DEFERRED -> "deferred";
      case REFUSED -> "not_sealed";
    };
  }

  private static String sentence(DeleteOutcome outcome) {
    return switch (outcome) {
      case UNKNOWN -> "not found";
      case DELETED -> "deleted";
      case DEFERRED -> "in use, deleted at its last release";
      case REFUSED -> "still being written, not deleted";
    };
  }

  private static ExitCode exitCode(List<DeleteOutcome> outcomes) {
    if (outcomes.contains(DeleteOutcome.UNKNOWN)) {
      return ExitCode.NOT_FOUND;
    }
    return outcomes.contains(DeleteOutcome.REFUSED) ? ExitCode.STATE : ExitCode.OK;
  }
}
