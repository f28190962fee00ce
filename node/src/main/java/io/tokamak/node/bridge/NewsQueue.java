// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.store.StoreListener;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the store's thread tells the manager's thread: a ring of words, written by the one and read
 * by the other. When the reader is too slow and the ring is full, what comes is dropped and the
 * reader told to look at the whole table: then all that is there is known again, and what went
 * unnoticed meanwhile is a hint at a directory that turns out wrong when somebody uses it.
 *
 * <pre>
 *   0  kind   1, 2, 3  id   4  ref   5  offset   6  data length   7  metadata length
 * </pre>
 *
 * <p>Neither side waits for the other, takes a lock or, but for ids, allocates.
 */
final class NewsQueue implements StoreListener {
  private static final int WORDS = 8;
  private static final long SEALED = 1;
  private static final long GONE = 2;

  private final long[] ring;
  private final int mask;
  private final Runnable wakeUp;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private final AtomicBoolean surveyDue = new AtomicBoolean();
  private final AtomicLong overflows = new AtomicLong();

  /**
   * @param capacity events, a power of two
   * @param wakeUp called by the store's thread after each event
   */
  NewsQueue(int capacity, Runnable wakeUp) {
    ring = new long[capacity * WORDS];
    mask = capacity - 1;
    this.wakeUp = wakeUp;
  }

  @Override
  public void began() {
    surveyDue.set(true);
    wakeUp.run();
  }

  @Override
  public void sealed(ObjectId id, long ref, long offset, long dataLength, int metadataLength) {
    long next = written.getPlain();
    if (hasRoom(next)) {
      int at = write(next, SEALED, id);
      ring[at + 4] = ref;
      ring[at + 5] = offset;
      ring[at + 6] = dataLength;
      ring[at + 7] = metadataLength;
      publish(next);
    }
  }

  @Override
  public void gone(ObjectId id) {
    long next = written.getPlain();
    if (hasRoom(next)) {
      write(next, GONE, id);
      publish(next);
    }
  }

  private boolean hasRoom(long next) {
    if (next - read.getAcquire() <= mask) {
      return true;
    }
    if (!surveyDue.getAndSet(true)) {
      overflows.incrementAndGet();
      wakeUp.run();
    }
    return false;
  }

  private int write(long next, long kind, ObjectId id) {
    int at = at(next);
    ring[at] = kind;
    ring[at + 1] = id.word0();
    ring[at + 2] = id.word1();
    ring[at + 3] = id.word2();
    return at;
  }

  private void publish(long next) {
    written.set(next + 1);
    wakeUp.run();
  }

  private int at(long position) {
    return ((int) position & mask) * WORDS;
  }

  /** Whether there is something to tell. For the reader. */
  boolean isEmpty() {
    return read.getPlain() == written.get() && !surveyDue.get();
  }

  /** Whether the table is to be walked from its start: asked once each time. For the reader. */
  boolean takeSurvey() {
    return surveyDue.get() && surveyDue.getAndSet(false);
  }

  /** How often there was no room. */
  long overflows() {
    return overflows.get();
  }

  /**
   * Tells at most so many events, in order; one at which the listener throws has been told. Returns
   * how many. For the reader.
   */
  int drain(StoreNews listener, int most) {
    long position = read.getPlain();
    long end = Math.min(written.getAcquire(), position + most);
    int told = (int) (end - position);
    while (position < end) {
      try {
        tell(at(position), listener);
      } finally {
        position++;
        read.setRelease(position);
      }
    }
    return told;
  }

  private void tell(int at, StoreNews listener) {
    ObjectId id = ObjectId.fromWords(ring[at + 1], ring[at + 2], (int) ring[at + 3]);
    if (ring[at] == GONE) {
      listener.gone(id);
      return;
    }
    long ref = ring[at + 4];
    listener.sealed(
        id,
        new Place(
            ring[at + 5],
            ring[at + 6],
            (int) ring[at + 7],
            ObjectRef.entry(ref),
            ObjectRef.generation(ref)));
  }
}
