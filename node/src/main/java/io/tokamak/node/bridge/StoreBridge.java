// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.store.service.StoreServer;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.TableFullException;
import io.tokamak.wire.message.DeleteOutcome;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store of the same process, for the manager's thread. To the store the manager is a client
 * like others: it pins, creates and seals in shared memory, with its own slot and its own lease;
 * only the store's news come by a way of their own.
 *
 * <p>A node that is alone pays nothing for it: the client connects when it is first needed, and the
 * news begin with {@link #watch}: first all that is there, then what changes.
 */
public final class StoreBridge implements LocalStore, AutoCloseable {
  /** What the client is called in lists of clients. */
  public static final String CLIENT_NAME = "manager";

  private static final ObjectId NO_OBJECT = ObjectId.fromWords(0, 0, 0);

  private static final int QUEUE_CAPACITY = 1 << 15;
  private static final int MOST_NEWS = 1024;
  private static final int MOST_IDLE_HANDLES = 256;

  private final StoreServer store;
  private final Runnable wakeUp;
  private final MemorySegment data;
  private final MemorySegment table;
  private final Bounds bounds;
  private final Survey survey;
  private final Checksums checksums;
  private final ArrayDeque<ObjectHandle> idle = new ArrayDeque<>();
  private @Nullable ObjectStoreClient client;
  private @Nullable NewsQueue queue;
  private boolean surveying;
  private int cursor;

  /**
   * A bridge to a store that runs.
   *
   * @param wakeUp called in the store's thread when there is news, so often that it must be cheap
   */
  public StoreBridge(StoreServer store, Runnable wakeUp) {
    Segment segment = store.segment();
    this.store = store;
    this.wakeUp = wakeUp;
    this.data = segment.data();
    this.table =
        store
            .mapping()
            .asSlice(
                segment.geometry().entriesOffset(),
                (long) segment.geometry().entryCount() * EntryLayout.LENGTH);
    this.bounds = new Bounds(data.byteSize());
    this.survey = new Survey(segment, store::entriesEverUsed);
    this.checksums = new Checksums(segment);
  }

  /** Begins the news. Can be repeated. */
  public void watch() {
    if (queue == null) {
      NewsQueue begun = new NewsQueue(QUEUE_CAPACITY, wakeUp);
      queue = begun;
      store.listen(begun);
    }
  }

  /** Whether {@link #news} has something to tell. Allocates nothing. */
  public boolean hasNews() {
    return surveying || (queue != null && !queue.isEmpty());
  }

  /** How often the store had more to tell than there was room for. */
  public long newsOverflows() {
    return queue == null ? 0 : queue.overflows();
  }

  /** How many checksums were computed. */
  public long checksumsComputed() {
    return checksums.computed();
  }

  @Override
  public MemorySegment data() {
    return data;
  }

  @Override
  public MemorySegment table() {
    return table;
  }

  private ObjectStoreClient client() {
    if (client == null) {
      client = Tokamak.builder().socket(store.socket()).name(CLIENT_NAME).connect();
    }
    return client;
  }

  @Override
  public boolean contains(ObjectId id) {
    return client().contains(id);
  }

  @Override
  public @Nullable HeldObject hold(ObjectId id) {
    ObjectHandle free = idle.poll();
    ObjectHandle handle = free == null ? client().newHandle() : free;
    if (!client().tryGet(id, handle)) {
      idle.push(handle);
      return null;
    }
    if (!bounds.hold(handle.offset(), handle.length(), handle.metadataLength())) {
      giveBack(handle);
      return null;
    }
    return new BridgedHold(this, handle, placeOf(handle));
  }

  private static Place placeOf(ObjectHandle handle) {
    long ref = handle.ref();
    return new Place(
        handle.offset(),
        handle.length(),
        handle.metadataLength(),
        ObjectRef.entry(ref),
        ObjectRef.generation(ref));
  }

  /** Releases what the handle holds, and keeps the handle for the next. */
  void giveBack(ObjectHandle handle) {
    handle.release();
    if (idle.size() < MOST_IDLE_HANDLES) {
      idle.push(handle);
    }
  }

  Checksums checksums() {
    return checksums;
  }

  @Override
  public NewObject create(ObjectId id, long dataLength, int metadataLength) {
    try {
      return new BridgedDraft(client().create(id, dataLength, metadataLength, Duration.ZERO));
    } catch (TableFullException full) {
      throw new StoreFullException(String.valueOf(full.getMessage()), full);
    }
  }

  @Override
  public int delete(List<ObjectId> ids) {
    int there = 0;
    for (DeleteOutcome outcome : client().delete(ids)) {
      there += outcome == DeleteOutcome.DELETED || outcome == DeleteOutcome.DEFERRED ? 1 : 0;
    }
    return there;
  }

  /** Whatever is asked, the store takes the seals of all clients in before it answers. */
  @Override
  public void gatherNews() {
    watch();
    client().info(NO_OBJECT);
  }

  /** A step of the walk through what was there before counts as one. */
  @Override
  public int news(StoreNews listener) {
    if (queue == null) {
      return 0;
    }
    if (queue.takeSurvey()) {
      surveying = true;
      cursor = 0;
    }
    int told = queue.drain(listener, MOST_NEWS);
    if (surveying) {
      cursor = survey.step(cursor, listener);
      surveying = cursor != 0;
      told++;
    }
    return told;
  }

  @Override
  public int survey(int from, StoreNews listener) {
    return survey.step(from, listener);
  }

  /** Ends the news and the client; what is held must have been released before. */
  @Override
  public void close() {
    if (queue != null) {
      store.listen(null);
    }
    if (client != null) {
      client.close();
    }
  }
}
