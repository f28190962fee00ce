// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Location;
import io.tokamak.wire.ObjectId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes that are applied in one step, and the arguments of the script that does it. */
final class Batch {
  /** Changes of one batch: a script holds Redis up for well below a millisecond. */
  static final int CHANGES = 256;

  private final List<Change> changes = new ArrayList<>();
  private final List<Doubt> doubts = new ArrayList<>();

  /** A location of another node that is wrong. */
  record Doubt(ObjectId id, Location location) {}

  void add(Change change) {
    changes.add(change);
  }

  void add(Doubt doubt) {
    doubts.add(doubt);
  }

  boolean isFull() {
    return changes.size() + doubts.size() >= CHANGES;
  }

  boolean isEmpty() {
    return changes.isEmpty() && doubts.isEmpty();
  }

  List<Change> changes() {
    return changes;
  }

  /** What APPLY takes after its first four arguments. */
  void writeTo(List<byte[]> arguments) {
    announcements(arguments);
    withdrawals(arguments);
    arguments.add(ascii(Integer.toString(doubts.size())));
    for (Doubt doubt : doubts) {
      arguments.add(ascii(doubt.id().toHex()));
      arguments.add(ascii(Keys.life(doubt.location().holder())));
      arguments.add(LocationCodec.encode(doubt.location()));
    }
    messages(arguments);
  }

  private void announcements(List<byte[]> arguments) {
    int count = (int) changes.stream().filter(change -> !change.isWithdrawal()).count();
    arguments.add(ascii(Integer.toString(count)));
    for (Change change : changes) {
      Location location = change.location();
      if (location != null) {
        arguments.add(ascii(change.id().toHex()));
        arguments.add(LocationCodec.encode(location));
      }
    }
  }

  private void withdrawals(List<byte[]> arguments) {
    int count = (int) changes.stream().filter(Change::isWithdrawal).count();
    arguments.add(ascii(Integer.toString(count)));
    for (Change change : changes) {
      if (change.isWithdrawal()) {
        arguments.add(ascii(change.id().toHex()));
      }
    }
  }

  private void messages(List<byte[]> arguments) {
    @Nullable ByteArrayOutputStream[] shards = new ByteArrayOutputStream[Keys.SHARDS];
    int count = 0;
    for (Change change : changes) {
      if (!change.isWithdrawal()) {
        int shard = Keys.shardOf(change.id());
        ByteArrayOutputStream ids = shards[shard];
        if (ids == null) {
          ids = new ByteArrayOutputStream();
          shards[shard] = ids;
          count++;
        }
        ids.writeBytes(change.id().toBytes());
      }
    }
    arguments.add(ascii(Integer.toString(count)));
    for (int shard = 0; shard < shards.length; shard++) {
      ByteArrayOutputStream ids = shards[shard];
      if (ids != null) {
        arguments.add(ascii(Integer.toHexString(shard)));
        arguments.add(ids.toByteArray());
      }
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
