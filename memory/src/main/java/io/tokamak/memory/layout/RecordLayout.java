// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * The rarely read half of an entry, in an array of its own so that the object table stays dense in
 * the caches.
 *
 * <pre>
 *   0  createdAtMicros    u64  since the epoch
 *   8  sealedAtMicros     u64  0: not sealed
 *  16  creatorPid         u32     20  reserved  u32
 *  24  checksum           u64  0: not computed; else 2^32 + CRC32C from the data's first to the metadata's last byte
 * </pre>
 */
public final class RecordLayout {
  public static final int LENGTH = 32;
  public static final int CREATED_AT_MICROS = 0;
  public static final int SEALED_AT_MICROS = 8;
  public static final int CREATOR_PID = 16;
  public static final int CHECKSUM = 24;

  private RecordLayout() {}
}
