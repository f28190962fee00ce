// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.store.service.StoreServer;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.LocalStore;
import io.tokamak.transfer.NewObject;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.transfer.SurveyRound;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.TableFullException;
import io.tokamak.wire.message.DeleteOutcome;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The store of the same process, for the manager's thread. To the store the manager is a client
 * like others: it pins, creates and seals in shared memory, with its own slot and its own lease;
 * only the store's news come by a way of their own.
 *
 * <p>A node that is alone pays nothing for it: the client connects when it is first needed, and the
 * news begin with {@link #watch}: first all that is there, then what changes. A client that is of
 * no more use is replaced ({@link StoreSessions}).
 */
public final class StoreBridge implements LocalStore, AutoCloseable {
  /** What the client is called in lists of clients. */
  public static final String CLIENT_NAME = "manager";

  private static final ObjectId NO_OBJECT = ObjectId.fromWords(0, 0, 0);

  private static final int QUEUE_CAPACITY = 1 << 15;
  private static final int MOST_NEWS = 1024;
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2); // peers wait for four

  private final StoreServer store;
  private final Runnable wakeUp;
  private final MemorySegment data;
  private final MemorySegment table;
  private final Bounds bounds;
  private final Survey survey;
  private final Checksums checksums;
  private final Entries entries;
  private final ObjectTable objects;
  private final StoreSessions sessions;
  private @Nullable NewsQueue queue;
  private final SurveyRound round = new SurveyRound();

  /**
   * A bridge to a store that runs.
   *
   * @param wakeUp called in the store's thread when there is news, so often that it must be cheap
   */
  public StoreBridge(StoreServer store, Runnable wakeUp) {
    Segment segment = store.segment();
    this.store = store;
    this.wakeUp = wakeUp;
    this.sessions = new StoreSessions(this::connect, Backoff.usual(), System::nanoTime);
    this.objects = segment.table();
    this.entries = segment.entries();
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
    return round.isUnderWay() || (queue != null && !queue.isEmpty());
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> counters = new LinkedHashMap<>();
    counters.put("store-sessions", sessions.made());
    counters.put("store-news-overflows", queue == null ? 0 : queue.overflows());
    counters.put("checksums", checksums.computed());
    return counters;
  }

  @Override
  public MemorySegment data() {
    return data;
  }

  @Override
  public MemorySegment table() {
    return table;
  }

  private ObjectStoreClient connect() {
    return Tokamak.builder()
        .socket(store.socket())
        .name(CLIENT_NAME)
        .callTimeout(CALL_TIMEOUT)
        .connect();
  }

  private ObjectStoreClient client() {
    return sessions.current().client();
  }

  @Override
  public boolean contains(ObjectId id) {
    return client().contains(id);
  }

  @Override
  public boolean isBeingWritten(ObjectId id) {
    long ref = objects.find(id.word0(), id.word1(), id.word2());
    if (ref <= ObjectTable.ABSENT) {
      return false;
    }
    long control = entries.control(ObjectRef.entry(ref));
    return Control.state(control) == Control.CREATED
        && Control.generation(control) == ObjectRef.generation(ref);
  }

  @Override
  public @Nullable HeldObject hold(ObjectId id) {
    StoreSession session = sessions.current();
    ObjectHandle handle = session.handle();
    if (!session.client().tryGet(id, handle)) {
      session.giveBack(handle);
      return null;
    }
    if (!bounds.hold(handle.offset(), handle.length(), handle.metadataLength())) {
      handle.release();
      session.giveBack(handle);
      return null;
    }
    session.use();
    return new BridgedHold(session, checksums, handle, placeOf(handle));
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

  @Override
  public NewObject create(ObjectId id, long dataLength, int metadataLength) {
    StoreSession session = sessions.current();
    try {
      ObjectBuilder builder =
          session.client().create(id, dataLength, metadataLength, Duration.ZERO);
      session.use();
      return new BridgedDraft(session, builder);
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
      round.begin();
    }
    int told = queue.drain(listener, MOST_NEWS);
    if (round.isUnderWay()) {
      round.step(survey::step, listener);
      told++;
    }
    return told;
  }

  @Override
  public int survey(int from, StoreNews listener) {
    return survey.step(from, listener);
  }

  /** Ends the news and the sessions; what is held must have been released before. */
  @Override
  public void close() {
    if (queue != null) {
      store.listen(null);
    }
    sessions.close();
  }
}
