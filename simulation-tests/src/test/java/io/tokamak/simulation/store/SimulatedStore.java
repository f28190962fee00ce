// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The store of one life of a simulated node, in memory that peers read. It behaves as the real one
 * at its worst: memory that is freed is used again at once. And it is suspicious: bytes that change
 * after the seal, writes to memory that is nobody's, two releases of one pin fail the run.
 */
public final class SimulatedStore implements LocalStore {
  private static final int SURVEYED_AT_ONCE = 8;

  private final MemorySegment data;
  private final MemorySegment table;
  private final Blocks blocks;
  private final List<Entry> entries = new ArrayList<>();
  private final Map<ObjectId, Entry> byId = new LinkedHashMap<>();
  private final Queue<Consumer<StoreNews>> news = new ArrayDeque<>();
  private final Map<ObjectId, Long> wentAtNs = new HashMap<>();
  private final Node node;
  private final Seals seals;
  private long tick;

  /** An empty one with so much room. */
  public SimulatedStore(Node node, int dataBytes, int entryCount, Seals seals) {
    this.seals = seals;
    this.node = node;
    data = node.memory(dataBytes);
    table = node.memory((long) entryCount * EntryLayout.LENGTH);
    blocks = new Blocks(data);
    for (int i = 0; i < entryCount; i++) {
      entries.add(new Entry(table, data, i));
    }
  }

  @Override
  public MemorySegment data() {
    return data;
  }

  @Override
  public MemorySegment table() {
    return table;
  }

  @Override
  public boolean contains(ObjectId id) {
    Entry entry = byId.get(id);
    return entry != null && entry.isReadable();
  }

  @Override
  public boolean isBeingWritten(ObjectId id) {
    Entry entry = byId.get(id);
    return entry != null && entry.state() == Control.CREATED;
  }

  @Override
  public @Nullable HeldObject hold(ObjectId id) {
    Entry entry = byId.get(id);
    if (entry == null || !entry.isReadable()) {
      return null;
    }
    entry.requireUnchanged();
    entry.pin(++tick);
    return new Held(entry);
  }

  @Override
  public NewObject create(ObjectId id, long dataLength, int metadataLength) {
    long length = Place.length(dataLength, metadataLength);
    if (byId.containsKey(id)) {
      throw new ObjectExistsException("create %s: it is there already".formatted(id));
    }
    if (length > data.byteSize()) {
      throw new InvalidRequestException(
          "create %s: %d bytes, the store has %d".formatted(id, length, data.byteSize()));
    }
    Entry entry = emptyEntry(id);
    entry.create(id, room(id, length), dataLength, metadataLength);
    byId.put(id, entry);
    trace("creates", entry);
    return new Unsealed(entry);
  }

  private Entry emptyEntry(ObjectId id) {
    do {
      for (Entry entry : entries) {
        if (entry.state() == Control.EMPTY) {
          return entry;
        }
      }
    } while (evictOldest());
    throw new StoreFullException("create %s: no entry is free and none can be".formatted(id));
  }

  private long room(ObjectId id, long length) {
    do {
      long offset = blocks.allocate(length);
      if (offset != Blocks.NONE) {
        return offset;
      }
    } while (evictOldest());
    throw new StoreFullException(
        "create %s: no %d bytes in a row are free and none can be".formatted(id, length));
  }

  private boolean evictOldest() {
    Entry oldest =
        entries.stream()
            .filter(Entry::isEvictable)
            .min(Comparator.comparingLong(Entry::tick))
            .orElse(null);
    if (oldest != null) {
      free(oldest);
    }
    return oldest != null;
  }

  /** Evicts any object that can be. Returns whether there was one. */
  public boolean evictAny(RandomGenerator random) {
    List<Entry> evictable = entries.stream().filter(Entry::isEvictable).toList();
    if (!evictable.isEmpty()) {
      free(evictable.get(random.nextInt(evictable.size())));
    }
    return !evictable.isEmpty();
  }

  @Override
  public int delete(List<ObjectId> ids) {
    int found = 0;
    for (ObjectId id : ids) {
      found += delete(id);
    }
    return found;
  }

  private int delete(ObjectId id) {
    Entry entry = byId.get(id);
    if (entry == null || entry.state() != Control.SEALED) {
      return 0;
    }
    if (entry.pins() > 0) {
      entry.become(Control.DELETING);
    } else {
      free(entry);
    }
    return 1;
  }

  private void trace(String does, Entry entry) {
    if (node.world().isTraced()) {
      node.world()
          .trace("%s: store: %s o%d %s".formatted(node, does, entry.id().word0(), entry.place()));
    }
  }

  private void free(Entry entry) {
    trace("frees", entry);
    entry.requireUnchanged();
    Place place = entry.place();
    ObjectId id = entry.id();
    boolean wasSeen = entry.isReadable();
    byId.remove(id);
    entry.free();
    blocks.free(place.offset(), place.length());
    if (wasSeen) {
      wentAtNs.put(id, node.world().nowNs());
      news.add(listener -> listener.gone(id));
    }
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
    int end = Math.min(cursor + SURVEYED_AT_ONCE, entries.size());
    for (Entry entry : List.copyOf(entries.subList(cursor, end))) {
      if (entry.state() == Control.SEALED) {
        listener.sealed(entry.id(), entry.place());
      }
    }
    return end == entries.size() ? 0 : end;
  }

  /** Looks at all memory: sealed bytes are what they were, nobody wrote where nothing is. */
  public void requireSound() {
    try {
      entries.forEach(Entry::requireUnchanged);
      blocks.requirePoison();
    } catch (AssertionError unsound) {
      throw new AssertionError(node + ": " + unsound.getMessage(), unsound);
    }
  }

  /** The ids of what is sealed here. */
  public List<ObjectId> sealed() {
    return byId.values().stream().filter(Entry::isReadable).map(Entry::id).toList();
  }

  /** Whether an object of this id went in the time from then on, which is the world's. */
  public boolean wentSince(ObjectId id, long atNs) {
    return wentAtNs.getOrDefault(id, -1L) >= atNs;
  }

  /** Pins that are held. */
  public long pins() {
    return entries.stream().mapToLong(Entry::pins).sum();
  }

  /** Objects being written. */
  public long unsealed() {
    return byId.values().stream().filter(entry -> !entry.isReadable()).count();
  }

  /** Bytes that no object has. */
  public long freeBytes() {
    return blocks.freeBytes();
  }

  /** A pin. */
  private final class Held implements HeldObject {
    private final Entry entry;
    private final ObjectId id;
    private final Place place;
    private boolean released;

    Held(Entry entry) {
      this.entry = entry;
      this.id = entry.id();
      this.place = entry.place();
    }

    @Override
    public ObjectId id() {
      return id;
    }

    @Override
    public Place place() {
      return place;
    }

    @Override
    public int checksum() {
      return entry.checksum();
    }

    @Override
    public void release() {
      if (released) {
        throw new AssertionError("a pin of %s was released twice".formatted(id));
      }
      released = true;
      entry.requireUnchanged();
      entry.unpin();
      if (entry.pins() == 0 && entry.state() == Control.DELETING) {
        free(entry);
      }
    }
  }

  /** An object that is being written. */
  private final class Unsealed implements NewObject {
    private final Entry entry;
    private final ObjectId id;
    private final long offset;
    private boolean over;

    Unsealed(Entry entry) {
      this.entry = entry;
      this.id = entry.id();
      this.offset = entry.place().offset();
    }

    @Override
    public ObjectId id() {
      return id;
    }

    @Override
    public long offset() {
      return offset;
    }

    @Override
    public void seal() {
      end();
      trace("seals", entry);
      byte[] bytes = entry.seal();
      seals.sealed(id, bytes);
      entry.pin(++tick);
      entry.unpin();
      Place place = entry.place();
      news.add(listener -> listener.sealed(id, place));
    }

    @Override
    public void abort() {
      end();
      free(entry);
    }

    private void end() {
      if (over) {
        throw new AssertionError("%s was sealed or aborted before".formatted(id));
      }
      over = true;
    }
  }
}
