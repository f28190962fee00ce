// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names in Redis. Those that only scripts use are in {@code common.lua} and beside it.
 *
 * @param prefix before all of them
 */
record Keys(String prefix) {
  /** Shards of the ids, by their first hexadecimal digit. */
  static final int SHARDS = 16;

  private static final int NODE_DIGITS = 16;
  private static final int LIFE_DIGITS = 33;
  private static final HexFormat HEX = HexFormat.of();

  static Keys of(String cluster) {
    return new Keys("tokamak:" + cluster + ":");
  }

  /** Hash: life to location. */
  String object(ObjectId id) {
    return prefix + "o:" + id.toHex();
  }

  /** Channel: the members have changed. */
  String members() {
    return prefix + "m";
  }

  /** Channel: objects of a shard were announced; 20 bytes each. */
  String shard(int shard) {
    return prefix + "c:" + Integer.toHexString(shard);
  }

  /** Channel: what a node says to itself, to hear that it hears. */
  String echo(NodeRef node) {
    return prefix + "e:" + node(node);
  }

  /** The shard of a channel; -1 if it is another channel. */
  int shardOf(String channel) {
    String start = prefix + "c:";
    return channel.startsWith(start) && channel.length() == start.length() + 1
        ? Character.digit(channel.charAt(start.length()), SHARDS)
        : -1;
  }

  static int shardOf(ObjectId id) {
    return (int) id.word0() >>> 4 & SHARDS - 1;
  }

  static String node(NodeRef ref) {
    return HEX.toHexDigits(ref.node());
  }

  static String epoch(NodeRef ref) {
    return HEX.toHexDigits(ref.epoch());
  }

  static String life(NodeRef ref) {
    return node(ref) + "@" + epoch(ref);
  }

  /** The life with that name; null if there is none. */
  static @Nullable NodeRef life(String name) {
    if (name.length() != LIFE_DIGITS || name.charAt(NODE_DIGITS) != '@') {
      return null;
    }
    try {
      long node = HexFormat.fromHexDigitsToLong(name, 0, NODE_DIGITS);
      long epoch = HexFormat.fromHexDigitsToLong(name, NODE_DIGITS + 1, LIFE_DIGITS);
      return node == 0 ? null : new NodeRef(node, epoch);
    } catch (IllegalArgumentException none) {
      return null;
    }
  }
}
