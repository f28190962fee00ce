// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import io.tokamak.wire.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * The ids of a task in the order of their use: for Tokamak as ids, for the others as hexadecimal
 * text, both made beforehand so that making them is in nobody's time.
 */
final class Keys {
  static final int TEXT_LENGTH = 2 * ObjectId.LENGTH;

  private static final int LONGEST_BATCH = 4096;

  private final ObjectId[] ids;
  private final byte[] texts;

  private Keys(ObjectId[] ids, boolean asText) {
    this.ids = ids;
    this.texts = asText ? texts(ids) : new byte[0];
  }

  /** The ids of a seed, each once. */
  static Keys inOrder(long seed, int count, boolean asText) {
    return new Keys(ids(seed, count), asText);
  }

  /**
   * The ids of a seed, shuffled; few ids again and again, so that there is a batch of them. Read
   * one after the other they come from all over the table, and each comes as often as any other.
   */
  static Keys shuffled(long seed, int count, long orderSeed, boolean asText) {
    ObjectId[] shuffled = ids(seed, count);
    Collections.shuffle(Arrays.asList(shuffled), new Random(orderSeed));
    int rounds = Math.ceilDiv(LONGEST_BATCH, count);
    ObjectId[] used = new ObjectId[rounds * count];
    for (int i = 0; i < used.length; i++) {
      ObjectId id = shuffled[i % count];
      used[i] = ObjectId.fromWords(id.word0(), id.word1(), id.word2());
    }
    return new Keys(used, asText);
  }

  private static ObjectId[] ids(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    ObjectId[] ids = new ObjectId[count];
    for (int i = 0; i < count; i++) {
      ids[i] = ObjectId.fromWords(random.nextLong(), random.nextLong(), random.nextInt());
    }
    return ids;
  }

  private static byte[] texts(ObjectId[] ids) {
    byte[] texts = new byte[ids.length * TEXT_LENGTH];
    for (int i = 0; i < ids.length; i++) {
      byte[] text = ids[i].toHex().getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(text, 0, texts, i * TEXT_LENGTH, TEXT_LENGTH);
    }
    return texts;
  }

  int count() {
    return ids.length;
  }

  ObjectId id(int index) {
    return ids[index];
  }

  /** All keys as text, {@link #TEXT_LENGTH} bytes each. */
  byte[] texts() {
    return texts;
  }
}
