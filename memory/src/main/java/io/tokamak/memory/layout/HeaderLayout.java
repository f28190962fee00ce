// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * The first page of a segment. What never changes comes first; each word that changes has a cache
 * line of its own.
 *
 * <pre>
 *   0  magic            u64  "TOKAMAK1"
 *   8  layoutVersion    u32     12  headerLength  u32
 *  16  capacityBytes    u64     as the user asked
 *  24  storeEpoch       u64     random, never 0
 *  32  storePid         u32     36  pageSize      u32
 *  40  slotCount        u32     44  slotLength    u32
 *  48  entryCount       u32     52  bucketCount   u32  power of two
 *  56  slotsOffset      u64     64  bucketsOffset u64
 *  72  entriesOffset    u64     80  dataOffset    u64
 *  88  segmentLength    u64     96  createdAtMicros u64
 * 104  recordsOffset    u64    112  reserved      u64     0
 * 128  clock            u64     access clock; written by the store
 * 192  interest         u64     not 0: somebody waits for seals
 * 256  doorbell         u64     1: a doorbell is on its way to the store
 * 320  reservedBytes    u64     of the data area, so far
 * 384  sharedMode       u64     1: several clients were active lately
 * </pre>
 */
public final class HeaderLayout {
  public static final int LENGTH = 4096;
  public static final long MAGIC_VALUE = 0x314B_414D_414B_4F54L;
  public static final int VERSION_VALUE = 1;

  public static final int MAGIC = 0;
  public static final int LAYOUT_VERSION = 8;
  public static final int HEADER_LENGTH = 12;
  public static final int CAPACITY_BYTES = 16;
  public static final int STORE_EPOCH = 24;
  public static final int STORE_PID = 32;
  public static final int PAGE_SIZE = 36;
  public static final int SLOT_COUNT = 40;
  public static final int SLOT_LENGTH = 44;
  public static final int ENTRY_COUNT = 48;
  public static final int BUCKET_COUNT = 52;
  public static final int SLOTS_OFFSET = 56;
  public static final int BUCKETS_OFFSET = 64;
  public static final int ENTRIES_OFFSET = 72;
  public static final int DATA_OFFSET = 80;
  public static final int SEGMENT_LENGTH = 88;
  public static final int CREATED_AT_MICROS = 96;
  public static final int RECORDS_OFFSET = 104;

  public static final int CLOCK = 128;
  public static final int INTEREST = 192;
  public static final int DOORBELL = 256;
  public static final int RESERVED_BYTES = 320;
  public static final int SHARED_MODE = 384;

  private HeaderLayout() {}
}
