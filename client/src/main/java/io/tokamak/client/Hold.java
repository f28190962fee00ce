// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.OwnPin;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ReleasedException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a handle holds: which object, by which pin. It refers weakly to its handle, so it can
 * outlive a handle that somebody lost and say what has to be given back. Nothing in it may refer to
 * the handle otherwise; views do, so they are not here.
 *
 * <p>A handle can be used for one object after the other. The life word counts these lives and says
 * whether the current one is open; every change is a compare-and-set of it, so of two releases one
 * fails, and a reader that looks at it before and after a read knows that what it read belonged to
 * its object.
 *
 * <pre>
 * 63                                          3 2        1        0
 * +--------------------------------------------+--------+--------+------+
 * |               lives before                 | ENDING | VIEWED | OPEN |
 * +--------------------------------------------+--------+--------+------+
 * </pre>
 *
 * A life ends in two steps, since the next one may use the same pin. ENDING: readers are refused,
 * the pin is cleared. Then idle: the next life may begin.
 *
 * <p>Beginning a life is for one thread at a time; everything else for any thread.
 */
final class Hold extends WeakReference<ObjectHandle> {
  /** A pin that the store keeps on its books. */
  static final int ON_THE_BOOKS = -1;

  private static final long OPEN = 1;
  private static final long VIEWED = 2;
  private static final long ENDING = 4;
  private static final long NEXT = 8;
  private static final VarHandle LIFE = lifeHandle();

  @SuppressWarnings("unused") // by LIFE
  private long life;

  private ObjectId id = ObjectId.ZERO;
  private long ref = ObjectRef.NONE;
  private int pinIndex = ON_THE_BOOKS;
  private @Nullable OwnPin ownPin;
  private boolean wantsOwnPin;
  private int metadataLength;
  private long offset;
  private long length;

  Hold(ObjectHandle handle, ReferenceQueue<Object> lost) {
    super(handle, lost);
  }

  private static VarHandle lifeHandle() {
    try {
      return MethodHandles.lookup()
          .findVarHandle(Hold.class, "life", long.class)
          .withInvokeExactBehavior();
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Throws when the handle is in use. */
  void requireIdle() {
    if (!isIdle(life())) {
      throw new InvalidRequestException(
          "get into a handle that still holds object "
              + id
              + ": release it first or use another handle");
    }
  }

  /** Notes a pin that was just made; the handle must be idle. */
  void begin(
      ObjectId newId,
      long newRef,
      int newPin,
      long newOffset,
      long newLength,
      int newMetadataLength) {
    id = newId;
    ref = newRef;
    pinIndex = newPin;
    offset = newOffset;
    length = newLength;
    metadataLength = newMetadataLength;
    LIFE.setRelease(this, (long) LIFE.get(this) + OPEN);
  }

  /** The life word now. */
  long life() {
    return (long) LIFE.getAcquire(this);
  }

  static boolean isOpen(long life) {
    return (life & OPEN) != 0;
  }

  /** Whether a life may begin: nothing of the one before is left. */
  static boolean isIdle(long life) {
    return (life & (OPEN | ENDING)) == 0;
  }

  /** The life word of an open handle. */
  long requireOpen() {
    long seen = life();
    if (!isOpen(seen)) {
      throw released();
    }
    return seen;
  }

  /**
   * Throws when the handle was released since its life word was {@code seen}: then what was read
   * since is void.
   */
  void requireStill(long seen) {
    VarHandle.acquireFence();
    if (((long) LIFE.getOpaque(this) | VIEWED) != (seen | VIEWED)) {
      throw released();
    }
  }

  ReleasedException released() {
    String what = ref == ObjectRef.NONE ? "an object" : "object " + id;
    return new ReleasedException(
        "use of a handle of "
            + what
            + " after its release: get the object again, or release later");
  }

  static boolean isViewed(long life) {
    return (life & VIEWED) != 0;
  }

  /**
   * Notes that the open life {@code seen} has views; false when the word has changed: look again.
   */
  boolean view(long seen) {
    return LIFE.compareAndSet(this, seen, seen | VIEWED);
  }

  /**
   * Begins to end the life {@code seen}, whose views are closed; false when the word has changed:
   * look again. To be followed by {@link #ended}.
   */
  boolean end(long seen) {
    return LIFE.compareAndSet(this, seen, after(seen) | ENDING);
  }

  /** The pin of the life {@code seen} is cleared: the next may begin. */
  void ended(long seen) {
    LIFE.setRelease(this, after(seen));
  }

  private static long after(long seen) {
    return (seen & -NEXT) + NEXT;
  }

  /** The handle will be used again and again: worth a pin of its own. */
  void wantOwnPin() {
    wantsOwnPin = true;
  }

  boolean wantsOwnPin() {
    return wantsOwnPin;
  }

  /** The outcome of the search for a pin of its own; null: none was free. */
  void ownPin(@Nullable OwnPin found) {
    ownPin = found;
    wantsOwnPin = false;
  }

  /** The pin set aside for this handle, or null. */
  @Nullable OwnPin ownPin() {
    return ownPin;
  }

  /**
   * Begins a life with the handle's own pin, if there is one and the object is plainly there.
   * Otherwise nothing has happened.
   */
  boolean beginWithOwnPin(ObjectId newId) {
    OwnPin own = ownPin;
    long seen = (long) LIFE.getOpaque(this);
    if (own == null || !isIdle(seen)) {
      return false;
    }
    int hint = newId.hint();
    long newRef = own.pin(newId.word0(), newId.word1(), newId.word2(), hint);
    if (newRef == ObjectRef.NONE) {
      return false;
    }
    if (hint != (int) (newRef >>> 32)) {
      newId.noteHint((int) (newRef >>> 32));
    }
    id = newId;
    ref = newRef;
    pinIndex = own.index();
    offset = own.offset(newRef);
    length = own.dataLength(newRef);
    metadataLength = own.metadataLength(newRef);
    LIFE.setRelease(this, seen + OPEN);
    return true;
  }

  /** The handle's own pin if the life {@code seen} has no views and is held by it, else null. */
  @Nullable OwnPin ownPinOf(long seen) {
    OwnPin own = ownPin;
    return own != null && (seen & (OPEN | VIEWED)) == OPEN && pinIndex == own.index() ? own : null;
  }

  /**
   * As {@link #end} for a life without views, in an ordinary store: a handle with a pin of its own
   * is used by one thread at a time.
   */
  void endWithOwnPin(long seen) {
    LIFE.setRelease(this, after(seen) | ENDING);
  }

  ObjectId id() {
    return id;
  }

  long ref() {
    return ref;
  }

  int pinIndex() {
    return pinIndex;
  }

  long offset() {
    return offset;
  }

  long length() {
    return length;
  }

  int metadataLength() {
    return metadataLength;
  }
}
