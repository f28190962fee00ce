// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.table;

import io.tokamak.memory.layout.BucketWord;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.words.SharedWords;

/**
 * The index of a segment: id to entry. Each bucket is a chain of entries.
 *
 * <p>Three rules make it safe without locks, so that no dead or stopped process can hold anybody
 * up:
 *
 * <ol>
 *   <li>Everybody inserts, at the head only, by a compare-and-set of the bucket word. The word
 *       carries a version, so it succeeds only if the chain is the one that was searched for the id
 *       before: two creators of one id cannot both succeed.
 *   <li>The store alone unlinks, and raises the version before the entry can be used again. A
 *       reader that strayed from an unlinked entry into another chain therefore never trusts a
 *       miss: it compares the bucket word and starts over.
 *   <li>A hit is a reference (entry, generation). It proves nothing about later: whoever wants the
 *       object pins it and looks at the control word again.
 * </ol>
 *
 * <p>The table is shared memory, and a stray write of any client may damage a chain: a link that
 * leads nowhere, or round in a circle. Every walk ends all the same, and the store cuts the chain
 * where the damage begins ({@link #repair}).
 *
 * <p>Thread-safe between processes. {@link #find} allocates nothing, takes no lock and makes no
 * system call.
 */
public final class ObjectTable {
  /** No such object; authoritative. */
  public static final long ABSENT = ObjectRef.NONE;

  /** The chain is damaged, or changed under the search again and again: ask the store. */
  public static final long UNSETTLED = -1;

  private static final int FIND_ATTEMPTS = 64;
  private static final int LONGEST_GLANCE = 8;
  private static final long STRAYED = -2;

  private final SharedWords words;
  private final Entries entries;
  private final long bucketsOffset;
  private final int bucketMask;

  /** The table of the segment that {@code words} shows. */
  public ObjectTable(SharedWords words, SegmentGeometry geometry, Entries entries) {
    this.words = words;
    this.entries = entries;
    this.bucketsOffset = geometry.bucketsOffset();
    this.bucketMask = geometry.bucketCount() - 1;
  }

  /**
   * Looks an id up in whatever state it is.
   *
   * @return its {@link ObjectRef}, {@link #ABSENT} or {@link #UNSETTLED}
   */
  public long find(long id0, long id1, int id2) {
    long bucket = bucketOf(id0, id1, id2);
    for (int attempt = 0; attempt < FIND_ATTEMPTS; attempt++) {
      long word = words.getAcquire(bucket);
      long found = search(BucketWord.head(word), id0, id1, id2);
      if (found > 0) {
        return found;
      }
      if (words.getVolatile(bucket) == word) {
        return found == ABSENT ? ABSENT : UNSETTLED;
      }
      Thread.onSpinWait();
    }
    return UNSETTLED;
  }

  /**
   * The short way of {@link #find} for what nearly always is the case: the object is there, sealed,
   * and nobody is changing its chain. One ordered load for each entry looked at, the rest plain.
   *
   * @return a reference, which holds only if the caller, behind a {@linkplain SharedWords#fullFence
   *     full fence}, finds the entry's control word readable and of the same generation; {@link
   *     #ABSENT} when {@link #find} has to tell
   */
  public long glance(long id0, long id1, int id2) {
    int link = BucketWord.head(words.getPlain(bucketOf(id0, id1, id2)));
    for (int step = 0; isEntry(link) && step < LONGEST_GLANCE; step++) {
      long ref = glanceAt(link, id0, id1, id2);
      if (ref != ABSENT) {
        return ref;
      }
      link = entries.nextLink(link - 1);
    }
    return ABSENT;
  }

  /**
   * The same, looking at one entry only: where the object was found before.
   *
   * @param link index of the entry + 1, or any other number
   */
  public long glanceAt(int link, long id0, long id1, int id2) {
    if (link <= 0 || link > entries.count()) {
      return ABSENT;
    }
    SharedWords memory = words;
    long entry = entries.position(link - 1);
    long control = memory.getAcquire(entry + EntryLayout.CONTROL);
    return memory.getPlain(entry + EntryLayout.ID_0) == id0
            && memory.getPlain(entry + EntryLayout.ID_1) == id1
            && (int) memory.getPlain(entry + EntryLayout.ID_2) == id2
            && Control.state(control) == Control.SEALED
        ? Entries.ref(link - 1, control)
        : ABSENT;
  }

  /**
   * Whether what was read of the object {@code ref} up to now was read while the object was there:
   * for a reader without a pin, who copies first and then asks whether that was right (as with a
   * sequence lock). Memory is given to somebody else only after the control word has changed.
   */
  public boolean isStill(long ref) {
    words.fullFence();
    long control = words.getPlain(entries.position(ObjectRef.entry(ref)));
    return Control.generation(control) == ObjectRef.generation(ref)
        && Control.state(control) == Control.SEALED;
  }

  /**
   * Puts a CREATED entry, whose id is written, at the head of its chain unless the id is there
   * already.
   *
   * @return {@link #ABSENT} when inserted, otherwise the reference that is in the way, or {@link
   *     #UNSETTLED} (not inserted)
   */
  public long insert(int entry) {
    long id0 = entries.id0(entry);
    long id1 = entries.id1(entry);
    int id2 = entries.id2(entry);
    long bucket = bucketOf(id0, id1, id2);
    for (int attempt = 0; attempt < FIND_ATTEMPTS; attempt++) {
      long word = words.getAcquire(bucket);
      long found = search(BucketWord.head(word), id0, id1, id2);
      if (found > 0) {
        return found;
      }
      entries.nextLink(entry, BucketWord.head(word));
      if (found == ABSENT && words.compareAndSet(bucket, word, BucketWord.next(word, entry + 1))) {
        return ABSENT;
      }
    }
    return UNSETTLED;
  }

  /**
   * Takes an entry out of its chain; the store only.
   *
   * @return false when it was in no chain
   */
  public boolean unlink(int entry) {
    long bucket = bucketOf(entries.id0(entry), entries.id1(entry), entries.id2(entry));
    while (true) {
      long word = words.getVolatile(bucket);
      if (BucketWord.head(word) != entry + 1) {
        return unlinkBehindHead(bucket, BucketWord.head(word), entry);
      }
      if (words.compareAndSet(bucket, word, BucketWord.next(word, entries.nextLink(entry)))) {
        return true;
      }
    }
  }

  /**
   * Only heads change under the store's feet, so the rest of the chain can be walked and cut in
   * peace.
   */
  private boolean unlinkBehindHead(long bucket, int head, int entry) {
    int predecessor = lastBefore(head, entry + 1);
    if (predecessor == 0 || entries.nextLink(predecessor - 1) != entry + 1) {
      return false;
    }
    entries.nextLink(predecessor - 1, entries.nextLink(entry));
    raiseVersion(bucket);
    return true;
  }

  /**
   * Cuts the chain that the id belongs to where it is damaged; the store only. What was linked
   * behind the damage cannot be found any more.
   *
   * @return false when there is no damage
   */
  public boolean repair(long id0, long id1, int id2) {
    long bucket = bucketOf(id0, id1, id2);
    long word = words.getVolatile(bucket);
    int last = lastBefore(BucketWord.head(word), 0);
    if (last == 0) {
      return BucketWord.head(word) != 0
          && words.compareAndSet(bucket, word, BucketWord.next(word, 0));
    }
    if (entries.nextLink(last - 1) == 0) {
      return false;
    }
    entries.nextLink(last - 1, 0);
    raiseVersion(bucket);
    return true;
  }

  /**
   * The last link of a walk from {@code head} that ends before {@code end}, or where the chain is
   * damaged; 0 when the walk does not get beyond its start.
   */
  private int lastBefore(int head, int end) {
    int last = 0;
    int milestone = 0;
    int link = head;
    for (int steps = 0; link != end && link != milestone && isEntry(link); steps++) {
      if (isMilestone(steps)) {
        milestone = link;
      }
      last = link;
      link = entries.nextLink(link - 1);
    }
    return last;
  }

  /**
   * Walks remember where they were at steps 0, 1, 2, 4, 8, ...; back there, they walk in a circle.
   */
  private static boolean isMilestone(int steps) {
    return (steps & (steps - 1)) == 0;
  }

  private boolean isEntry(int link) {
    return Integer.compareUnsigned(link - 1, entries.count()) < 0;
  }

  private void raiseVersion(long bucket) {
    long word;
    do {
      word = words.getVolatile(bucket);
    } while (!words.compareAndSet(bucket, word, BucketWord.next(word, BucketWord.head(word))));
  }

  /** Walks a chain; STRAYED when it leads out of the table or in a circle. */
  private long search(int head, long id0, long id1, int id2) {
    int milestone = 0;
    int link = head;
    for (int steps = 0; link != 0; steps++) {
      if (link == milestone || !isEntry(link)) {
        return STRAYED;
      }
      if (isMilestone(steps)) {
        milestone = link;
      }
      int entry = link - 1;
      long control = entries.control(entry);
      if (entries.hasId(entry, id0, id1, id2)
          && Control.state(control) != Control.EMPTY
          && entries.control(entry) >>> 32 == control >>> 32) {
        return Entries.ref(entry, control);
      }
      link = entries.nextLink(entry);
    }
    return ABSENT;
  }

  private long bucketOf(long id0, long id1, int id2) {
    return bucketsOffset + (long) (hash(id0, id1, id2) & bucketMask) * BucketWord.LENGTH;
  }

  /** Mixes all twenty bytes: ids need not be random (MurmurHash3's 64-bit finaliser). */
  private static int hash(long id0, long id1, int id2) {
    long h = id0 ^ Long.rotateLeft(id1, 29) ^ id2 * 0x9E37_79B9_7F4A_7C15L;
    h = (h ^ h >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
    h = (h ^ h >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
    return (int) (h ^ h >>> 33);
  }
}
