// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.ObjectChecksum;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in plain memory: sealed objects go, the oldest first, when there is no room. */
final class MemoryStore implements LocalStore {
  private static final int ENTRY = 64;
  private static final int ALIGNMENT = 64;
  private static final int EMPTY = 0;
  private static final int CREATED = 1;
  private static final int SEALED = 2;
  private static final int DELETING = 4;

  private final MemorySegment data;
  private final MemorySegment table;
  private final Map<ObjectId, Stored> objects = new LinkedHashMap<>();
  private final TreeMap<Long, Long> free = new TreeMap<>();
  private final Deque<Integer> freeEntries = new ArrayDeque<>();
  private final int[] generations;
  private final Deque<Consumer<StoreNews>> news = new ArrayDeque<>();
  private int held;
  private int created;

  /** What every question ends with; null: it answers. */
  @Nullable RuntimeException silence;

  /** How many questions it answers before that. */
  int answers;

  private final class Stored implements NewObject {
    final ObjectId id;
    final Place place;
    int pins;
    boolean sealed;
    boolean deleted;
    @Nullable Integer checksum;

    Stored(ObjectId id, Place place) {
      this.id = id;
      this.place = place;
    }

    @Override
    public ObjectId id() {
      return id;
    }

    @Override
    public long offset() {
      return place.offset();
    }

    @Override
    public void seal() {
      answer();
      sealed = true;
      created--;
      control(place.entry(), SEALED);
      news.add(listener -> listener.sealed(id, place));
    }

    @Override
    public void abort() {
      created--;
      free(this);
    }
  }

  /** Empty. */
  MemoryStore(MemorySegment data, MemorySegment table) {
    this.data = data;
    this.table = table;
    int entries = (int) (table.byteSize() / ENTRY);
    generations = new int[entries];
    for (int entry = 0; entry < entries; entry++) {
      generations[entry] = 1;
      freeEntries.add(entry);
      control(entry, EMPTY);
    }
    free.put(0L, data.byteSize());
  }

  private void control(int entry, int state) {
    long word = (long) generations[entry] << 32 | state;
    table.set(ValueLayout.JAVA_LONG, (long) entry * ENTRY, word);
  }

  /** Puts a whole object. */
  Place put(ObjectId id, byte[] bytes, byte[] metadata) {
    NewObject object = create(id, bytes.length, metadata.length);
    MemorySegment.copy(bytes, 0, data, ValueLayout.JAVA_BYTE, object.offset(), bytes.length);
    long at = object.offset() + Place.length(bytes.length, metadata.length) - metadata.length;
    MemorySegment.copy(metadata, 0, data, ValueLayout.JAVA_BYTE, at, metadata.length);
    object.seal();
    return stored(id).place;
  }

  /** The data of a sealed object. */
  byte[] bytes(ObjectId id) {
    Place place = stored(id).place;
    return data.asSlice(place.offset(), place.dataLength()).toArray(ValueLayout.JAVA_BYTE);
  }

  /** The metadata of a sealed object. */
  byte[] metadata(ObjectId id) {
    Place place = stored(id).place;
    long at = place.offset() + place.length() - place.metadataLength();
    return data.asSlice(at, place.metadataLength()).toArray(ValueLayout.JAVA_BYTE);
  }

  private Stored stored(ObjectId id) {
    Stored stored = objects.get(id);
    if (stored == null || !stored.sealed) {
      throw new AssertionError(id + " is not here");
    }
    return stored;
  }

  /** Objects that are held. */
  int held() {
    return held;
  }

  /** Objects that are neither sealed nor given up. */
  int unsealed() {
    return created;
  }

  @Override
  public MemorySegment data() {
    return data;
  }

  @Override
  public MemorySegment table() {
    return table;
  }

  private void answer() {
    RuntimeException why = silence;
    if (why != null && --answers < 0) {
      throw why;
    }
  }

  @Override
  public boolean contains(ObjectId id) {
    answer();
    Stored stored = objects.get(id);
    return stored != null && stored.sealed;
  }

  @Override
  public boolean isBeingWritten(ObjectId id) {
    Stored stored = objects.get(id);
    return stored != null && !stored.sealed;
  }

  @Override
  public @Nullable HeldObject hold(ObjectId id) {
    answer();
    Stored stored = objects.get(id);
    if (stored == null || !stored.sealed || stored.deleted) {
      return null;
    }
    stored.pins++;
    held++;
    return new Held(stored);
  }

  private final class Held implements HeldObject {
    private final Stored stored;
    private boolean released;

    Held(Stored stored) {
      this.stored = stored;
    }

    @Override
    public ObjectId id() {
      return stored.id;
    }

    @Override
    public Place place() {
      return stored.place;
    }

    @Override
    public int checksum() {
      if (stored.checksum == null) {
        stored.checksum = ObjectChecksum.of(data, stored.place.offset(), stored.place.length());
      }
      return stored.checksum;
    }

    @Override
    public void release() {
      if (released) {
        throw new AssertionError(stored.id + " is released twice");
      }
      released = true;
      held--;
      if (--stored.pins == 0 && stored.deleted) {
        gone(stored);
      }
    }
  }

  @Override
  public NewObject create(ObjectId id, long dataLength, int metadataLength) {
    answer();
    if (objects.containsKey(id)) {
      throw new ObjectExistsException(id + " is there");
    }
    long length = Place.length(dataLength, metadataLength);
    long block = Math.max(ALIGNMENT, (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    if (block > data.byteSize()) {
      throw new InvalidRequestException(
          "asked for %d bytes, the store has %d".formatted(length, data.byteSize()));
    }
    Long offset = find(block);
    while ((offset == null || freeEntries.isEmpty()) && evictOldest()) {
      offset = find(block);
    }
    if (offset == null || freeEntries.isEmpty()) {
      throw new StoreFullException("asked for %d bytes, all are in use".formatted(length));
    }
    return create(id, offset, block, dataLength, metadataLength);
  }

  private NewObject create(
      ObjectId id, long offset, long block, long dataLength, int metadataLength) {
    long freeLength = free.remove(offset);
    if (freeLength > block) {
      free.put(offset + block, freeLength - block);
    }
    int entry = freeEntries.remove();
    control(entry, CREATED);
    Stored stored =
        new Stored(id, new Place(offset, dataLength, metadataLength, entry, generations[entry]));
    objects.put(id, stored);
    created++;
    return stored;
  }

  private @Nullable Long find(long block) {
    for (Map.Entry<Long, Long> extent : free.entrySet()) {
      if (extent.getValue() >= block) {
        return extent.getKey();
      }
    }
    return null;
  }

  private boolean evictOldest() {
    for (Stored stored : objects.values()) {
      if (stored.sealed && stored.pins == 0) {
        gone(stored);
        return true;
      }
    }
    return false;
  }

  private void gone(Stored stored) {
    news.add(listener -> listener.gone(stored.id));
    free(stored);
  }

  private void free(Stored stored) {
    objects.remove(stored.id);
    generations[stored.place.entry()]++;
    control(stored.place.entry(), EMPTY);
    freeEntries.add(stored.place.entry());
    long length =
        Math.max(ALIGNMENT, (stored.place.length() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    long offset = stored.place.offset();
    Long behind = free.remove(offset + length);
    length += behind == null ? 0 : behind;
    Map.Entry<Long, Long> before = free.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue() == offset) {
      free.put(before.getKey(), before.getValue() + length);
    } else {
      free.put(offset, length);
    }
  }

  @Override
  public int delete(List<ObjectId> ids) {
    answer();
    int count = 0;
    for (ObjectId id : ids) {
      Stored stored = objects.get(id);
      if (stored != null && stored.sealed && !stored.deleted) {
        count++;
        stored.deleted = true;
        control(stored.place.entry(), DELETING);
        if (stored.pins == 0) {
          gone(stored);
        }
      }
    }
    return count;
  }

  @Override
  public int news(StoreNews listener) {
    int count = news.size();
    for (int i = 0; i < count; i++) {
      news.remove().accept(listener);
    }
    return count;
  }

  @Override
  public int survey(int cursor, StoreNews listener) {
    int next = cursor;
    for (Stored stored : List.copyOf(objects.values())) {
      if (stored.sealed && !stored.deleted && stored.place.entry() / 16 == cursor) {
        listener.sealed(stored.id, stored.place);
      }
    }
    next++;
    return next * 16 >= generations.length ? 0 : next;
  }
}
