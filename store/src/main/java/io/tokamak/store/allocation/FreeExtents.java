// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

/**
 * The allocator of the data area. It knows the free ranges; what is allocated it does not record.
 *
 * <p>Blocks are multiples of {@link #GRANULE_LENGTH}. An allocation succeeds whenever a contiguous
 * free range of its length exists. It takes the low end of an extent of the smallest size class
 * that fits, so that memory that was written before is used again before untouched memory. A freed
 * block joins its free neighbours at once: after everything has been freed, whatever the history,
 * one extent covers all. Nothing is written into the data area, so the whole of it is usable.
 *
 * <p>Allocating and freeing cost a few array accesses when extents are few, and the depth of a
 * balanced tree when a block is freed between many. Memory on the heap is proportional to the
 * largest number of extents that were free at one time (about 40 bytes each); a steady state
 * allocates none. Offsets and lengths are bytes. Not thread-safe: the store thread owns it.
 */
public final class FreeExtents {

  /** Every block starts at a multiple of this and is a multiple of it long, in bytes. */
  public static final int GRANULE_LENGTH = 64;

  /** What {@link #allocate} returns when no free extent is long enough. */
  public static final long NO_EXTENT = -1;

  private static final int NONE = Extents.NONE;

  private final Extents extents = new Extents();
  private final AddressOrder byAddress = new AddressOrder(extents);
  private final SizeIndex bySize = new SizeIndex(extents);
  private long beginOffset;
  private long endOffset;
  private long freeBytes;

  /**
   * Hands over {@code length} more bytes to allocate from, as the reservation of memory advances.
   * The first range may start anywhere, each further one must start where the last one ended.
   *
   * @throws IllegalArgumentException when offset or length is not a multiple of the granule
   * @throws IllegalStateException when the range does not start at the end of the managed area
   */
  public void add(long offset, long length) {
    checkRange(offset, length);
    if (managedBytes() != 0 && offset != endOffset) {
      throw new IllegalStateException(
          "cannot add %s: the managed area is %s and grows at its end only"
              .formatted(range(offset, length), range(beginOffset, managedBytes())));
    }
    if (managedBytes() == 0) {
      beginOffset = offset;
    }
    endOffset = offset + length;
    insert(offset, length);
  }

  /**
   * Allocates {@code length} bytes, rounded up to whole granules.
   *
   * @return the offset of the block, or {@link #NO_EXTENT} when no free extent is long enough
   * @throws IllegalArgumentException when the length is not positive
   */
  public long allocate(long length) {
    checkPositive(length);
    if (length > freeBytes) {
      return NO_EXTENT;
    }
    long blockLength = blockLength(length);
    int extent = bySize.find(blockLength);
    if (extent == NONE) {
      return NO_EXTENT;
    }
    return takeLowEnd(extent, blockLength);
  }

  /**
   * Gives back the {@code length} bytes at {@code offset}, rounded up to whole granules: a block
   * that was allocated, or any part of one on granule boundaries.
   *
   * @throws IllegalArgumentException when the length is not positive or the offset is not on a
   *     granule
   * @throws IllegalStateException when some of it is free already or was never added; nothing
   *     changes
   */
  public void free(long offset, long length) {
    checkPositive(length);
    long blockLength = blockLength(length);
    checkRange(offset, blockLength);
    if (offset < beginOffset || blockLength > endOffset - offset) {
      throw new IllegalStateException(
          "cannot free %s: it is not inside the managed area %s"
              .formatted(range(offset, blockLength), range(beginOffset, managedBytes())));
    }
    insert(offset, blockLength);
  }

  /** The bytes a block of {@code length} occupies: the length rounded up to whole granules. */
  public static long blockLength(long length) {
    return (length + GRANULE_LENGTH - 1) & -GRANULE_LENGTH;
  }

  /** Bytes that can be allocated, though perhaps not in one piece. */
  public long freeBytes() {
    return freeBytes;
  }

  /** Bytes added so far, free or allocated. */
  public long managedBytes() {
    return endOffset - beginOffset;
  }

  /** Bytes added and not free. */
  public long allocatedBytes() {
    return managedBytes() - freeBytes;
  }

  /** Length in bytes of the longest block that {@link #allocate} would grant now, 0 when full. */
  public long largestFreeExtent() {
    return bySize.longest();
  }

  /** Number of free extents: 1 when everything free is in one piece. */
  public int extentCount() {
    return extents.count();
  }

  /** Calls {@code visitor} with each free extent in order of address. It must not change this. */
  public void forEachExtent(ExtentVisitor visitor) {
    for (int e = byAddress.next(NONE); e != NONE; e = byAddress.next(e)) {
      visitor.visit(extents.start(e), extents.length(e));
    }
  }

  private long takeLowEnd(int extent, long blockLength) {
    long offset = extents.start(extent);
    long length = extents.length(extent);
    if (length == blockLength) {
      drop(extent);
    } else {
      resize(extent, offset + blockLength, length - blockLength);
    }
    freeBytes -= blockLength;
    return offset;
  }

  private void insert(long offset, long length) {
    int before = byAddress.floor(offset);
    int after = byAddress.next(before);
    checkDisjoint(before, offset, length);
    checkDisjoint(after, offset, length);
    boolean joinsBefore = before != NONE && extents.end(before) == offset;
    boolean joinsAfter = after != NONE && extents.start(after) == offset + length;
    long end = joinsAfter ? extents.end(after) : offset + length;
    if (joinsBefore) {
      if (joinsAfter) {
        drop(after);
      }
      long start = extents.start(before);
      resize(before, start, end - start);
    } else if (joinsAfter) {
      resize(after, offset, end - offset);
    } else {
      create(offset, length, before);
    }
    freeBytes += length;
  }

  private void create(long offset, long length, int before) {
    int extent = extents.add(offset, length);
    byAddress.insert(extent, before);
    bySize.add(extent);
  }

  /** Moves an end of the extent; it passes no other one, so its place among them stays. */
  private void resize(int extent, long offset, long length) {
    long listedLength = extents.length(extent);
    extents.set(extent, offset, length);
    bySize.relist(extent, listedLength);
  }

  private void drop(int extent) {
    bySize.remove(extent, extents.length(extent));
    byAddress.remove(extent);
    extents.remove(extent);
  }

  private void checkDisjoint(int extent, long offset, long length) {
    if (extent != NONE && extents.start(extent) < offset + length && extents.end(extent) > offset) {
      throw new IllegalStateException(
          "cannot free %s: it overlaps %s, which is free already"
              .formatted(
                  range(offset, length), range(extents.start(extent), extents.length(extent))));
    }
  }

  private static void checkPositive(long length) {
    if (length <= 0) {
      throw new IllegalArgumentException("a block must be longer than 0 bytes, not " + length);
    }
  }

  private static void checkRange(long offset, long length) {
    checkPositive(length);
    if (offset < 0 || offset % GRANULE_LENGTH != 0 || length % GRANULE_LENGTH != 0) {
      throw new IllegalArgumentException(
          "offset and length must be multiples of %d, not %s"
              .formatted(GRANULE_LENGTH, range(offset, length)));
    }
  }

  private static String range(long offset, long length) {
    return "[%d, %d)".formatted(offset, offset + length);
  }
}
