// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.store.allocation.ExtentVisitor;
import java.util.Arrays;

/**
 * The parts of the data area that a client has or had on lease and that the store has not accounted
 * for otherwise: nobody took them back yet, and no object was seen in them. A block is an object's
 * only when it was carved out of here; so two objects never own the same bytes, whatever their
 * entries say, and when the session ends, what is left here is all there is to free.
 *
 * <p>Few ranges, in order: one for each gap that unfinished objects leave. No allocation in steady
 * state.
 */
final class Leasehold {
  private long[] starts = new long[4];
  private long[] ends = new long[4];
  private int count;

  /** The client has these bytes on lease now; none of them may be here already. */
  void add(long start, long end) {
    insert(atOrBefore(start) + 1, start, end);
  }

  /** Carves a block out; false when not all of it is here, then nothing changes. */
  boolean claim(long offset, long length) {
    int range = atOrBefore(offset);
    boolean here = range >= 0 && offset < ends[range] && length <= ends[range] - offset;
    if (!here || length <= 0 || offset % Space.GRANULE != 0 || length % Space.GRANULE != 0) {
      return false;
    }
    carve(range, offset, offset + length);
    return true;
  }

  /**
   * Carves out everything between {@code from} and {@code to} that is here, and shows it to {@code
   * visitor}. Returns how many bytes that was.
   */
  long cut(long from, long to, ExtentVisitor visitor) {
    long bytes = 0;
    for (int range = count - 1; range >= 0 && ends[range] > from; range--) {
      long start = Math.max(starts[range], from);
      long end = Math.min(ends[range], to);
      if (start < end) {
        carve(range, start, end);
        visitor.visit(start, end - start);
        bytes += end - start;
      }
    }
    return bytes;
  }

  /** Shows each range. */
  void forEach(ExtentVisitor visitor) {
    for (int range = 0; range < count; range++) {
      visitor.visit(starts[range], ends[range] - starts[range]);
    }
  }

  /** The last range that starts at or before {@code offset}; -1 when there is none. */
  private int atOrBefore(long offset) {
    int found = Arrays.binarySearch(starts, 0, count, offset);
    return found >= 0 ? found : -found - 2;
  }

  private void carve(int range, long start, long end) {
    long oldEnd = ends[range];
    if (starts[range] < start) {
      ends[range] = start;
      if (end < oldEnd) {
        insert(range + 1, end, oldEnd);
      }
    } else if (end < oldEnd) {
      starts[range] = end;
    } else {
      remove(range);
    }
  }

  private void insert(int at, long start, long end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
      ends = Arrays.copyOf(ends, count * 2);
    }
    System.arraycopy(starts, at, starts, at + 1, count - at);
    System.arraycopy(ends, at, ends, at + 1, count - at);
    starts[at] = start;
    ends[at] = end;
    count++;
  }

  private void remove(int at) {
    count--;
    System.arraycopy(starts, at + 1, starts, at, count - at);
    System.arraycopy(ends, at + 1, ends, at, count - at);
  }
}
