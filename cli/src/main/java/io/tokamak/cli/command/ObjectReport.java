// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.cli.text.TextTable;
import io.tokamak.cli.text.TextTable.Align;
import io.tokamak.cli.text.TimeSpan;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.message.Holder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the store knows about objects, for people and for programs. */
final class ObjectReport {
  private final Instant now;

  ObjectReport(Instant now) {
    this.now = now;
  }

  /** The fields of one object in JSON. */
  static Map<String, Object> json(ObjectInfo object) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", object.id());
    fields.put("state", state(object));
    fields.put("data_bytes", object.dataLength());
    fields.put("metadata_bytes", object.metadataLength());
    fields.put("pins", object.pins());
    fields.put("pinned_by_user", object.pinnedByUser());
    fields.put("created_at", instant(object.createdAtMicros()));
    fields.put("sealed_at", sealedAt(object));
    fields.put("creator_pid", object.creatorPid());
    fields.put("offset", object.offset());
    return fields;
  }

  static Map<String, Object> json(ObjectInfo object, List<Holder> holders) {
    Map<String, Object> fields = json(object);
    fields.put("holders", holders.stream().map(ObjectReport::json).toList());
    return fields;
  }

  private static Map<String, Object> json(Holder holder) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("pid", holder.pid());
    fields.put("name", holder.name());
    fields.put("pins", holder.pins());
    return fields;
  }

  /** A line for each object. */
  String list(List<ObjectInfo> objects) {
    TextTable table =
        new TextTable(
            Align.LEFT,
            Align.LEFT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT,
            Align.RIGHT);
    table.row("ID", "STATE", "SIZE", "METADATA", "PINS", "CREATOR", "AGE");
    for (ObjectInfo object : objects) {
      table.row(
          object.id().toHex(),
          object.pinnedByUser() ? state(object) + ", pinned" : state(object),
          ByteSize.format(object.dataLength()),
          ByteSize.format(object.metadataLength()),
          Integer.toString(object.pins()),
          Integer.toString(object.creatorPid()),
          age(object));
    }
    return table.render();
  }

  /** Everything about one object, a line each. */
  String details(ObjectInfo object, List<Holder> holders) {
    TextTable table = new TextTable(Align.LEFT, Align.LEFT);
    table.row("id", object.id().toHex());
    table.row("state", state(object));
    table.row("data", bytes(object.dataLength()));
    table.row("metadata", bytes(object.metadataLength()));
    table.row("in use", object.pins() == 1 ? "1 pin" : object.pins() + " pins");
    for (Holder holder : holders) {
      table.row("", "process %d (%s): %d".formatted(holder.pid(), holder.name(), holder.pins()));
    }
    table.row("pinned", object.pinnedByUser() ? "yes, never evicted" : "no");
    table.row("created", instant(object.createdAtMicros()) + " by process " + object.creatorPid());
    sealedAt(object).ifPresent(sealed -> table.row("sealed", sealed.toString()));
    table.row("offset", Long.toString(object.offset()));
    return table.render();
  }

  private static String bytes(long count) {
    return count < 1024
        ? ByteSize.format(count)
        : ByteSize.format(count) + " (" + count + " bytes)";
  }

  private static String state(ObjectInfo object) {
    return object.state().name().toLowerCase(Locale.ROOT);
  }

  private String age(ObjectInfo object) {
    Duration age = Duration.between(instant(object.createdAtMicros()), now);
    return TimeSpan.format(age.isNegative() ? Duration.ZERO : age);
  }

  private static Optional<Instant> sealedAt(ObjectInfo object) {
    return object.sealedAtMicros() == 0
        ? Optional.empty()
        : Optional.of(instant(object.sealedAtMicros()));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
