// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.eviction;

import java.util.Arrays;

/**
 * Objects in the order in which they were last used, the oldest first.
 *
 * <p>Readers note their accesses in shared memory and tell nobody, so no list can be kept in order
 * as they happen. This is a binary heap by the tick each object had when it was last looked at. A
 * tick only grows, so the recorded one is a lower bound: when the object on top turns out to have
 * been used since, it sinks to where it belongs, and when it was not, it is the oldest of all.
 * While nobody reads, the order is exact.
 *
 * <p>Objects that are deleted need not be removed: they are skipped when they come to the top, and
 * swept out when the arrays are full. So memory stays in proportion to the objects that live (16
 * bytes each, at most four times that), and a steady state allocates nothing. Not thread-safe: the
 * store thread owns it; the ticks may be written meanwhile.
 */
public final class LruOrder {

  /** What {@link #pollOldest} returns when no object is left. No object has this reference. */
  public static final long NONE = 0;

  private static final int SMALLEST = 64;

  private final ObjectTicks ticks;
  private long[] refs = new long[SMALLEST];
  private long[] recordedTicks = new long[SMALLEST];
  private int size;

  /** An empty order of objects whose present ticks come from {@code ticks}. */
  public LruOrder(ObjectTicks ticks) {
    this.ticks = ticks;
  }

  /** Adds an object that was last used at {@code tick}. An object must not be added twice. */
  public void add(long objectRef, long tick) {
    if (size == refs.length) {
      makeRoom();
    }
    size++;
    siftUp(size - 1, objectRef, tick);
  }

  /**
   * Takes out the object that was not used for the longest time, {@link #NONE} when there is none.
   */
  public long pollOldest() {
    // Readers that go on reading could keep this busy for ever. One look per object is exact at
    // rest.
    int looks = size;
    while (size > 0) {
      long ref = refs[0];
      long tick = ticks.currentTick(ref);
      if (tick == ObjectTicks.GONE) {
        removeFirst();
      } else if (tick > recordedTicks[0] && looks > 0) {
        looks--;
        siftDown(0, ref, tick);
      } else {
        removeFirst();
        return ref;
      }
    }
    return NONE;
  }

  /** Takes all living objects out, in no particular order, and hands each to {@code visitor}. */
  public void drainTo(RefVisitor visitor) {
    sweep();
    int count = size;
    size = 0;
    for (int i = 0; i < count; i++) {
      visitor.visit(refs[i], recordedTicks[i]);
    }
  }

  /** Number of objects in the order, those that are gone and not yet noticed included. */
  public int size() {
    return size;
  }

  private void makeRoom() {
    sweep();
    if (size > refs.length / 2) {
      refs = Arrays.copyOf(refs, 2 * refs.length);
      recordedTicks = Arrays.copyOf(recordedTicks, refs.length);
    }
  }

  /** Drops what is gone and brings all ticks up to date. */
  private void sweep() {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      long tick = ticks.currentTick(refs[i]);
      if (tick != ObjectTicks.GONE) {
        refs[kept] = refs[i];
        recordedTicks[kept] = Math.max(recordedTicks[i], tick);
        kept++;
      }
    }
    size = kept;
    for (int i = size / 2 - 1; i >= 0; i--) {
      siftDown(i, refs[i], recordedTicks[i]);
    }
  }

  private void removeFirst() {
    size--;
    siftDown(0, refs[size], recordedTicks[size]);
  }

  private void siftUp(int position, long ref, long tick) {
    int at = position;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (recordedTicks[parent] <= tick) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, ref, tick);
  }

  private void siftDown(int position, long ref, long tick) {
    int at = position;
    int child = olderChild(at);
    while (child < size && recordedTicks[child] < tick) {
      move(child, at);
      at = child;
      child = olderChild(at);
    }
    put(at, ref, tick);
  }

  /** The child with the smaller tick; beyond the end when there is no child. */
  private int olderChild(int position) {
    int left = 2 * position + 1;
    int right = left + 1;
    return right < size && recordedTicks[right] < recordedTicks[left] ? right : left;
  }

  private void move(int from, int to) {
    put(to, refs[from], recordedTicks[from]);
  }

  private void put(int position, long ref, long tick) {
    refs[position] = ref;
    recordedTicks[position] = tick;
  }
}
