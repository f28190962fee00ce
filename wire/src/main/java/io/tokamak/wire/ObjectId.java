// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire;

import io.tokamak.wire.error.InvalidRequestException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of an object: 20 bytes, compared by content.
 *
 * <p>Immutable and safe to use from any thread. The bytes are held as three little-endian words,
 * the form in which the object table stores them, so that comparing and hashing need no array.
 */
public final class ObjectId implements Comparable<ObjectId>, Serializable {
  /** Bytes of an id. */
  public static final int LENGTH = 20;

  /** The id of twenty zero bytes; stands for "no object" in frames. */
  public static final ObjectId ZERO = new ObjectId(0, 0, 0);

  @Serial private static final long serialVersionUID = 1;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final SecureRandom RANDOM = new SecureRandom();

  private final long word0;
  private final long word1;
  private final int word2;
  private transient int hint;

  private ObjectId(long word0, long word1, int word2) {
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
  }

  /** The id whose bytes 0-7, 8-15 and 16-19 are these words, little-endian. */
  public static ObjectId fromWords(long word0, long word1, int word2) {
    return new ObjectId(word0, word1, word2);
  }

  /**
   * The id with these bytes.
   *
   * @throws InvalidRequestException when there are not exactly 20
   */
  public static ObjectId fromBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new InvalidRequestException(
          "an object id has 20 bytes, found "
              + bytes.length
              + "; use ObjectId.named for other names");
    }
    return read(MemorySegment.ofArray(bytes), 0);
  }

  /**
   * The id written as 40 hexadecimal digits, of either case.
   *
   * @throws InvalidRequestException when it is anything else
   */
  public static ObjectId fromHex(String hex) {
    if (hex.length() != 2 * LENGTH) {
      throw new InvalidRequestException(
          "an object id has 40 hexadecimal digits, found " + hex.length() + " characters");
    }
    try {
      return fromBytes(HexFormat.of().parseHex(hex));
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(
          "an object id has hexadecimal digits only, found \"" + hex + "\"", e);
    }
  }

  /** A new id that nobody else has: 160 bits of a secure random generator. */
  public static ObjectId random() {
    byte[] bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return fromBytes(bytes);
  }

  /** The id that belongs to a name: the first 20 bytes of SHA-256 over its UTF-8 form. */
  public static ObjectId named(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return read(MemorySegment.ofArray(digest), 0);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The id whose 20 bytes stand at {@code offset}, which needs no alignment. */
  public static ObjectId read(MemorySegment segment, long offset) {
    return new ObjectId(
        segment.get(LONG, offset), segment.get(LONG, offset + 8), segment.get(INT, offset + 16));
  }

  /** Puts the 20 bytes at {@code offset}, which needs no alignment. Allocates nothing. */
  public void writeTo(MemorySegment segment, long offset) {
    segment.set(LONG, offset, word0);
    segment.set(LONG, offset + 8, word1);
    segment.set(INT, offset + 16, word2);
  }

  /**
   * Where this id was found last, for those who look ids up again and again; 0 when nobody has
   * noted it. It is nothing but a hint, it may be wrong or of another store, and it has no part in
   * equality. Any thread may read and note it, unordered.
   */
  public int hint() {
    return hint;
  }

  /** Notes where this id was found; see {@link #hint()}. */
  public void noteHint(int newHint) {
    hint = newHint;
  }

  /** Bytes 0-7, little-endian. */
  public long word0() {
    return word0;
  }

  /** Bytes 8-15, little-endian. */
  public long word1() {
    return word1;
  }

  /** Bytes 16-19, little-endian. */
  public int word2() {
    return word2;
  }

  /** A fresh array of the 20 bytes. */
  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  /** 40 lower-case hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(toBytes());
  }

  /** Orders as the bytes do, each unsigned: the order of the hexadecimal forms. */
  @Override
  public int compareTo(ObjectId other) {
    int first = Long.compareUnsigned(Long.reverseBytes(word0), Long.reverseBytes(other.word0));
    if (first != 0) {
      return first;
    }
    int second = Long.compareUnsigned(Long.reverseBytes(word1), Long.reverseBytes(other.word1));
    return second != 0
        ? second
        : Integer.compareUnsigned(Integer.reverseBytes(word2), Integer.reverseBytes(other.word2));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ObjectId id
        && word0 == id.word0
        && word1 == id.word1
        && word2 == id.word2;
  }

  // Multiplied so that ids which count up in a single byte still spread over a hash table.
  @Override
  public int hashCode() {
    long mixed = (word0 ^ Long.rotateLeft(word1, 32) ^ word2) * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  /** The same as {@link #toHex()}. */
  @Override
  public String toString() {
    return toHex();
  }
}
