// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

/**
 * The table of a node: a file that the node writes and its peers map to read. All fields but the
 * bytes of a path are words of 8 bytes, little-endian.
 *
 * <pre>
 * header         0  magic "TKSHMTBL"
 *                8  version
 *               16  node
 *               24  epoch
 *               32  1 when this life of the node is over, until then 0
 *               64  ticket of the region of a peer that this node is writing into now, 0: none
 * file slots  4096  256 of 512 bytes
 *                0  number of the file, 0: free; number % 256 is the slot
 *                8  device
 *               16  inode
 *               24  length in bytes
 *               32  length of the path in bytes
 *               40  path
 * regions   135168  8192 of 32 bytes
 *                0  generation &lt;&lt; 32 | access: 0 closed, 1 local, 2 read, 3 write
 *                8  number of the file, 0: memory of the node that no peer can map
 *               16  where the region begins in the file
 *               24  length in bytes
 * </pre>
 */
final class TableLayout {
  static final long MAGIC = 0x4c42_544d_4853_4b54L;
  static final int VERSION = 1;

  static final long MAGIC_AT = 0;
  static final long VERSION_AT = 8;
  static final long NODE_AT = 16;
  static final long EPOCH_AT = 24;
  static final long OVER_AT = 32;
  static final long WRITING_AT = 64;

  static final int FILES = 256;
  static final long FILES_AT = 4096;
  static final long FILE_LENGTH = 512;
  static final long FILE_NUMBER = 0;
  static final long FILE_DEVICE = 8;
  static final long FILE_INODE = 16;
  static final long FILE_BYTES = 24;
  static final long FILE_PATH_LENGTH = 32;
  static final long FILE_PATH = 40;

  /** The longest path of a shared file. */
  static final int PATH_BYTES = (int) (FILE_LENGTH - FILE_PATH);

  static final int REGIONS = 8192;
  static final long REGIONS_AT = FILES_AT + FILES * FILE_LENGTH;
  static final long REGION_LENGTH = 32;
  static final long REGION_CONTROL = 0;
  static final long REGION_FILE = 8;
  static final long REGION_OFFSET = 16;
  static final long REGION_BYTES = 24;

  /** All of it. */
  static final long LENGTH = REGIONS_AT + REGIONS * REGION_LENGTH;

  private TableLayout() {}

  /** Where the slot of a file is. */
  static long file(long number) {
    return FILES_AT + number % FILES * FILE_LENGTH;
  }

  /** Where the slot of a region is, for a number that {@link #isRegion}. */
  static long region(int number) {
    return REGIONS_AT + number * REGION_LENGTH;
  }

  /** Whether there can be a region of this number. */
  static boolean isRegion(int number) {
    return number >= 0 && number < REGIONS;
  }
}
