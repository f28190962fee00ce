// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.ObjectRef;
import java.util.Arrays;

/**
 * The result of a scan: how often each object is pinned. An open-addressing map that is filled,
 * asked and cleared again and again; it grows and never shrinks.
 */
final class PinCounts implements PinVisitor {
  private long[] refs = new long[1024];
  private int[] counts = new int[1024];
  private int size;

  void clear() {
    if (size > 0) {
      Arrays.fill(refs, ObjectRef.NONE);
      size = 0;
    }
  }

  @Override
  public void visit(long ref, int pins) {
    int at = indexOf(ref);
    if (refs[at] == ref) {
      counts[at] = (int) Math.min(Integer.MAX_VALUE, (long) counts[at] + pins);
      return;
    }
    refs[at] = ref;
    counts[at] = pins;
    if (++size * 2 > refs.length) {
      grow();
    }
  }

  /** Pins of the object; 0 when nobody pins it. */
  int of(long ref) {
    int at = indexOf(ref);
    return refs[at] == ref ? counts[at] : 0;
  }

  private int indexOf(long ref) {
    int mask = refs.length - 1;
    int at = (int) ((ref * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
    while (refs[at] != ObjectRef.NONE && refs[at] != ref) {
      at = at + 1 & mask;
    }
    return at;
  }

  private void grow() {
    long[] oldRefs = refs;
    int[] oldCounts = counts;
    refs = new long[oldRefs.length * 2];
    counts = new int[refs.length];
    for (int i = 0; i < oldRefs.length; i++) {
      if (oldRefs[i] != ObjectRef.NONE) {
        int at = indexOf(oldRefs[i]);
        refs[at] = oldRefs[i];
        counts[at] = oldCounts[i];
      }
    }
  }
}
