// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.client.FetchResult;
import io.tokamak.client.TransferInfo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Transfers and the path their bytes took, for people and for programs. */
final class TransferReport {
  private static final double NANOS_PER_MICRO = 1e3;

  private static final Set<String> PEER = Set.of("peer", "peer_name");

  private final NodeNames nodes;

  TransferReport(NodeNames nodes) {
    this.nodes = nodes;
  }

  /** How the fetch of an object ended: a line. */
  String line(FetchResult result) {
    return line(result, this::path);
  }

  /** The same of a fetch by another node, which does not tell who it had it from. */
  String lineOfAnother(FetchResult result) {
    return line(result, TransferReport::way);
  }

  private static String line(FetchResult result, Function<TransferInfo, String> arrival) {
    return result.id()
        + "  "
        + switch (result) {
          case FetchResult.Present _ -> "present";
          case FetchResult.Pending _ -> "pending";
          case FetchResult.Failed failed -> "failed: " + failed.why();
          case FetchResult.Arrived arrived -> arrival.apply(arrived.how());
        }
        + "\n";
  }

  private String path(TransferInfo how) {
    return "from %s %s".formatted(nodes.name(how.peer()), way(how));
  }

  private static String way(TransferInfo how) {
    return "over %s by %s, %s in %s us: %s"
        .formatted(
            how.fabric(),
            how.protocol(),
            ByteSize.format(how.bytes()),
            micros(how.total()),
            how.reason());
  }

  /** The same for programs. */
  Map<String, Object> json(FetchResult result) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", result.id());
    fields.put("outcome", result.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    if (result instanceof FetchResult.Arrived arrived) {
      fields.put("transfer", json(arrived.how()));
    }
    if (result instanceof FetchResult.Failed failed) {
      fields.put("error", failed.code());
      fields.put("why", failed.why());
    }
    return fields;
  }

  /** The same of a fetch by another node. */
  Map<String, Object> jsonOfAnother(FetchResult result) {
    Map<String, Object> fields = json(result);
    if (result instanceof FetchResult.Arrived arrived) {
      Map<String, Object> transfer = json(arrived.how());
      transfer.keySet().removeAll(PEER);
      fields.put("transfer", transfer);
    }
    return fields;
  }

  /** A transfer for programs. */
  Map<String, Object> json(TransferInfo transfer) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("number", transfer.number());
    fields.put("id", transfer.id());
    fields.put("direction", direction(transfer));
    fields.put("peer", transfer.peer().toHex());
    fields.put("peer_name", nodes.name(transfer.peer()));
    fields.put("state", state(transfer));
    fields.put("fabric", transfer.fabric());
    fields.put("protocol", transfer.protocol());
    fields.put("reason", transfer.reason());
    fields.put("bytes", transfer.bytes());
    fields.put("copies", transfer.copies());
    fields.put("registrations", transfer.registrations());
    fields.put("round_trips", transfer.roundTrips());
    fields.put("messages", transfer.messages());
    fields.put("sources", transfer.sources());
    fields.put("started_at", transfer.startedAt());
    fields.put("total_us", microseconds(transfer.total()));
    Map<String, Object> phases = new LinkedHashMap<>();
    transfer.phases().forEach((phase, time) -> phases.put(phase, microseconds(time)));
    fields.put("phases_us", phases);
    return fields;
  }

  /** Transfers in a table, each with a second line that says where its time went and why. */
  String table(List<TransferInfo> transfers) {
    TextTable table = newTable();
    table.row(
        "OBJECT",
        "FROM/TO",
        "STATE",
        "FABRIC",
        "PROTOCOL",
        "SIZE",
        "US",
        "COPIES",
        "REGISTRATIONS",
        "ROUND TRIPS",
        "MESSAGES",
        "SOURCES");
    transfers.forEach(transfer -> addRow(table, transfer));
    List<String> lines = table.render().lines().toList();
    StringBuilder text = new StringBuilder(lines.getFirst()).append('\n');
    for (int i = 0; i < transfers.size(); i++) {
      text.append(lines.get(i + 1)).append('\n').append(where(transfers.get(i)));
    }
    return text.toString();
  }

  private static TextTable newTable() {
    return new TextTable(
        Align.LEFT,
        Align.LEFT,
        Align.LEFT,
        Align.LEFT,
        Align.LEFT,
        Align.RIGHT,
        Align.RIGHT,
        Align.RIGHT,
        Align.RIGHT,
        Align.RIGHT,
        Align.RIGHT,
        Align.RIGHT);
  }

  private void addRow(TextTable table, TransferInfo transfer) {
    table.row(
        transfer.id().toHex(),
        (transfer.incoming() ? "from " : "to ") + nodes.name(transfer.peer()),
        state(transfer),
        transfer.fabric(),
        transfer.protocol(),
        ByteSize.format(transfer.bytes()),
        micros(transfer.total()),
        Integer.toString(transfer.copies()),
        Integer.toString(transfer.registrations()),
        Integer.toString(transfer.roundTrips()),
        Integer.toString(transfer.messages()),
        Integer.toString(transfer.sources()));
  }

  private static String where(TransferInfo transfer) {
    String phases =
        transfer.phases().entrySet().stream()
            .map(phase -> phase.getKey() + " " + micros(phase.getValue()))
            .collect(Collectors.joining(", "));
    String time = phases.isEmpty() ? "" : phases + " us; ";
    return "  " + time + transfer.reason() + "\n";
  }

  private static String direction(TransferInfo transfer) {
    return transfer.incoming() ? "in" : "out";
  }

  private static String state(TransferInfo transfer) {
    return transfer.state().name().toLowerCase(Locale.ROOT);
  }

  private static String micros(Duration time) {
    return "%.1f".formatted(microseconds(time));
  }

  private static double microseconds(Duration time) {
    return time.toNanos() / NANOS_PER_MICRO;
  }
}
