// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * An entry of the object table: one cache line, all that a get reads and writes. What only people
 * and the store look at lies apart, in the entry's {@link RecordLayout record}.
 *
 * <pre>
 *   0  control            u64  {@link Control}
 *   8  id                 20 bytes as u64, u64, u32
 *  28  next               u32  entry index + 1 of the next in the bucket's chain, 0 none
 *  32  offset             u64  of the data, in the data area
 *  40  dataLength         u64
 *  48  metadataLength     u32
 *  52  flags              u32
 *  56  accessTick         u64  see AccessClock
 * </pre>
 */
public final class EntryLayout {
  public static final int LENGTH = 64;
  public static final int CONTROL = 0;
  public static final int ID_0 = 8;
  public static final int ID_1 = 16;
  public static final int ID_2 = 24;
  public static final int NEXT = 28;
  public static final int OFFSET = 32;
  public static final int DATA_LENGTH = 40;
  public static final int METADATA_LENGTH = 48;
  public static final int FLAGS = 52;
  public static final int ACCESS_TICK = 56;

  /** Flag: a user pinned the object; it is never evicted. */
  public static final int PINNED_BY_USER = 1;

  private EntryLayout() {}
}
