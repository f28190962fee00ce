// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.wire.ObjectId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes hold which objects: one record of 64 bytes for each location, and one bucket of 4
 * bytes. Millions of them are a few long arrays to the garbage collector.
 *
 * <p>The buckets grow one by one (linear hashing), and what a node that has gone held is dropped
 * piece by piece ({@link #sweep}), so nothing here ever takes long. Records that are free are used
 * again; memory is not given back.
 *
 * <p>A record, in longs; a record or a bucket refers to another record by its index, 0 is none:
 *
 * <pre>
 *   0  bytes 0-7 of the id
 *   1  bytes 8-15 of the id
 *   2  bytes 16-19 of the id          | next record in the bucket
 *   3  offset
 *   4  length of the data
 *   5  length of the metadata         | entry
 *   6  generation                     | number of the holder
 *   7  previous record of the holder  | next record of the holder
 * </pre>
 */
final class LocationTable {
  private static final int LONGS = 8;
  private static final int CHUNK_BITS = 10;
  private static final int CHUNK_RECORDS = 1 << CHUNK_BITS;
  private static final int CHUNK_MASK = CHUNK_RECORDS - 1;
  private static final int FIRST_BUCKETS = CHUNK_RECORDS;

  private static final int NEXT_AND_TAIL = 2;
  private static final int OFFSET = 3;
  private static final int DATA_LENGTH = 4;
  private static final int ENTRY_AND_METADATA = 5;
  private static final int HOLDER_AND_GENERATION = 6;
  private static final int HOLDER_LINKS = 7;

  private final List<long[]> records = new ArrayList<>();
  private final List<int[]> buckets = new ArrayList<>();
  private final List<Holder> holders = new ArrayList<>();
  private final Queue<Holder> leaving = new ArrayDeque<>();
  private final Queue<Holder> unused = new ArrayDeque<>();
  private int bucketCount = FIRST_BUCKETS;
  private int recordCount = 1; // record 0 is none
  private int free;
  private int size;

  /** One life of a node and the first of its records. */
  private static final class Holder {
    private final int number;
    private @Nullable NodeRef node;
    private int first;

    Holder(int number) {
      this.number = number;
    }
  }

  LocationTable() {
    buckets.add(new int[CHUNK_RECORDS]);
  }

  /** How many records there are, those of nodes that have gone and are not swept included. */
  int size() {
    return size;
  }

  /** Bytes of all records and buckets there have ever been. */
  long lengthBytes() {
    return (long) records.size() * CHUNK_RECORDS * LONGS * Long.BYTES
        + (long) buckets.size() * CHUNK_RECORDS * Integer.BYTES;
  }

  /** How many nodes hold something or may. */
  int holders() {
    return holders.size() - unused.size();
  }

  /** A number for a node, under which its locations are added. */
  int enter(NodeRef node) {
    Holder holder = unused.poll();
    if (holder == null) {
      holder = new Holder(holders.size());
      holders.add(holder);
    }
    holder.node = node;
    return holder.number;
  }

  /** The node has gone: from now on none of its locations is found. */
  void leave(int holderNumber) {
    Holder holder = holders.get(holderNumber);
    holder.node = null;
    leaving.add(holder);
  }

  /** Drops records of nodes that have gone. Returns how many. */
  int sweep(int most) {
    int swept = 0;
    Holder holder;
    while (swept < most && (holder = leaving.peek()) != null) {
      if (holder.first == 0) {
        unused.add(leaving.remove());
      } else {
        drop(holder.first);
        swept++;
      }
    }
    return swept;
  }

  /** Whether there is something to sweep. */
  boolean isSweepDue() {
    return !leaving.isEmpty();
  }

  /**
   * A node holds an object. What was known of this object at this node is replaced.
   *
   * @return whether that is new
   */
  boolean add(int holderNumber, ObjectId id, Location location) {
    int known = find(id, holderNumber);
    if (known != 0) {
      boolean same = entry(known) == location.entry() && generation(known) == location.generation();
      put(known, location);
      return !same;
    }
    int added = allocate();
    put(added, 0, id.word0());
    put(added, 1, id.word1());
    put(added, NEXT_AND_TAIL, pack(id.word2(), 0));
    put(added, HOLDER_AND_GENERATION, pack(location.generation(), holderNumber));
    put(added, location);
    linkToBucket(added, bucketOf(id.hashCode()));
    linkToHolder(added, holders.get(holderNumber));
    size++;
    if (size > bucketCount) {
      splitNextBucket();
    }
    return true;
  }

  /**
   * An object is not at its holder, at least not in this generation.
   *
   * @return whether it was thought to be
   */
  boolean remove(ObjectId id, Location location) {
    for (int at = firstOf(id); at != 0; at = nextInBucket(at)) {
      if (isOf(at, id)
          && location.holder().equals(holderOf(at).node)
          && entry(at) == location.entry()
          && generation(at) == location.generation()) {
        drop(at);
        return true;
      }
    }
    return false;
  }

  /** Where an object is, the newest location first; perhaps nowhere. */
  List<Location> find(ObjectId id) {
    List<Location> found = List.of();
    for (int at = firstOf(id); at != 0; at = nextInBucket(at)) {
      NodeRef holder = isOf(at, id) ? holderOf(at).node : null;
      if (holder != null) {
        found = found.isEmpty() ? new ArrayList<>(2) : found;
        found.add(location(at, holder));
      }
    }
    return found;
  }

  private Location location(int at, NodeRef holder) {
    return new Location(
        holder,
        get(at, OFFSET),
        get(at, DATA_LENGTH),
        (int) get(at, ENTRY_AND_METADATA),
        entry(at),
        generation(at));
  }

  private int find(ObjectId id, int holderNumber) {
    for (int at = firstOf(id); at != 0; at = nextInBucket(at)) {
      if (holderNumber(at) == holderNumber && isOf(at, id)) {
        return at;
      }
    }
    return 0;
  }

  private boolean isOf(int at, ObjectId id) {
    return get(at, 0) == id.word0()
        && get(at, 1) == id.word1()
        && (int) get(at, NEXT_AND_TAIL) == id.word2();
  }

  private void put(int at, Location location) {
    put(at, OFFSET, location.offset());
    put(at, DATA_LENGTH, location.dataLength());
    put(at, ENTRY_AND_METADATA, pack(location.metadataLength(), location.entry()));
    put(at, HOLDER_AND_GENERATION, pack(location.generation(), holderNumber(at)));
  }

  private int entry(int at) {
    return upper(get(at, ENTRY_AND_METADATA));
  }

  private int generation(int at) {
    return (int) get(at, HOLDER_AND_GENERATION);
  }

  private int holderNumber(int at) {
    return upper(get(at, HOLDER_AND_GENERATION));
  }

  private Holder holderOf(int at) {
    return holders.get(holderNumber(at));
  }

  // --- buckets

  private int firstOf(ObjectId id) {
    return head(bucketOf(id.hashCode()));
  }

  /** Buckets from the highest power of two on split those that have the lower bits. */
  private int bucketOf(int hash) {
    int level = Integer.highestOneBit(bucketCount);
    int bucket = hash & (2 * level - 1);
    return bucket < bucketCount ? bucket : hash & (level - 1);
  }

  private int head(int bucket) {
    return buckets.get(bucket >>> CHUNK_BITS)[bucket & CHUNK_MASK];
  }

  private void head(int bucket, int first) {
    buckets.get(bucket >>> CHUNK_BITS)[bucket & CHUNK_MASK] = first;
  }

  private int nextInBucket(int at) {
    return upper(get(at, NEXT_AND_TAIL));
  }

  private void nextInBucket(int at, int next) {
    put(at, NEXT_AND_TAIL, pack((int) get(at, NEXT_AND_TAIL), next));
  }

  private void linkToBucket(int at, int bucket) {
    nextInBucket(at, head(bucket));
    head(bucket, at);
  }

  private void unlinkFromBucket(int at) {
    int bucket = bucketOf(hashOf(at));
    int previous = 0;
    int found = head(bucket);
    while (found != at) {
      previous = found;
      found = nextInBucket(found);
    }
    if (previous == 0) {
      head(bucket, nextInBucket(at));
    } else {
      nextInBucket(previous, nextInBucket(at));
    }
  }

  private int hashOf(int at) {
    return ObjectId.fromWords(get(at, 0), get(at, 1), (int) get(at, NEXT_AND_TAIL)).hashCode();
  }

  /** Keeps the order in which the locations of one object are found. */
  private void splitNextBucket() {
    int bucket = bucketCount - Integer.highestOneBit(bucketCount);
    int[] chain = chainOf(bucket);
    bucketCount++;
    if (bucketCount > buckets.size() << CHUNK_BITS) {
      buckets.add(new int[CHUNK_RECORDS]);
    }
    head(bucket, 0);
    for (int i = chain.length - 1; i >= 0; i--) {
      linkToBucket(chain[i], bucketOf(hashOf(chain[i])));
    }
  }

  private int[] chainOf(int bucket) {
    int[] chain = new int[8];
    int length = 0;
    for (int at = head(bucket); at != 0; at = nextInBucket(at)) {
      if (length == chain.length) {
        chain = Arrays.copyOf(chain, 2 * length);
      }
      chain[length++] = at;
    }
    return Arrays.copyOf(chain, length);
  }

  // --- records of one holder

  private void linkToHolder(int at, Holder holder) {
    put(at, HOLDER_LINKS, pack(0, holder.first));
    if (holder.first != 0) {
      put(holder.first, HOLDER_LINKS, pack(at, upper(get(holder.first, HOLDER_LINKS))));
    }
    holder.first = at;
  }

  private void unlinkFromHolder(int at, Holder holder) {
    int previous = (int) get(at, HOLDER_LINKS);
    int next = upper(get(at, HOLDER_LINKS));
    if (previous == 0) {
      holder.first = next;
    } else {
      put(previous, HOLDER_LINKS, pack((int) get(previous, HOLDER_LINKS), next));
    }
    if (next != 0) {
      put(next, HOLDER_LINKS, pack(previous, upper(get(next, HOLDER_LINKS))));
    }
  }

  // --- records

  private void drop(int at) {
    unlinkFromBucket(at);
    unlinkFromHolder(at, holderOf(at));
    put(at, NEXT_AND_TAIL, pack(0, free));
    free = at;
    size--;
  }

  private int allocate() {
    if (free != 0) {
      int at = free;
      free = nextInBucket(at);
      return at;
    }
    if (recordCount >>> CHUNK_BITS == records.size()) {
      records.add(new long[CHUNK_RECORDS * LONGS]);
    }
    return recordCount++;
  }

  private long get(int at, int field) {
    return records.get(at >>> CHUNK_BITS)[(at & CHUNK_MASK) * LONGS + field];
  }

  private void put(int at, int field, long value) {
    records.get(at >>> CHUNK_BITS)[(at & CHUNK_MASK) * LONGS + field] = value;
  }

  private static long pack(int lower, int upper) {
    return (long) upper << 32 | Integer.toUnsignedLong(lower);
  }

  private static int upper(long packed) {
    return (int) (packed >>> 32);
  }
}
