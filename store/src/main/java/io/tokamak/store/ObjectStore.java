// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Retirement;
import io.tokamak.memory.table.Entries;
import io.tokamak.store.eviction.ObjectTicks;
import io.tokamak.store.quota.Account;
import io.tokamak.store.quota.Quotas;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectAlreadySealedException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.message.CounterValue;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.EntryRef;
import io.tokamak.wire.message.EvictReply;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.Holder;
import io.tokamak.wire.message.LeaseReply;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.ListReply;
import io.tokamak.wire.message.PutObject;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The store: owner of a segment, with everything that is not done by clients in shared memory
 * themselves.
 *
 * <p>A step function: it is driven by requests and by {@link #work}, reads time from the clock it
 * is given, has no thread, no socket and no lock. One thread at a time may call it. Requests that
 * may wait take a {@link Completion}; the others answer at once or throw a {@link
 * io.tokamak.wire.error.TokamakException}.
 *
 * <p>Clients seal, pin and read behind its back; before it answers anything that depends on that,
 * it takes in their news ({@link Seals}).
 */
public final class ObjectStore {
  /** How often the store looks after things by itself while clients are connected. */
  public static final long HOUSEKEEPING_NS = 100_000_000;

  /**
   * The same for one client that has nobody to be fair to, such as the manager of a node that is
   * idle: its death is heard at once, and nothing waits for what it releases.
   */
  private static final long HOUSEKEEPING_ALONE_NS = 500_000_000;

  // Package-private is what an audit looks at.
  final Segment segment;
  private final Entries entries;
  private final StoreSettings settings;
  private final StoreCounters counters = new StoreCounters();
  private final Deadlines deadlines = new Deadlines();
  final Quotas quotas;
  final Space space;
  final Blocks blocks;
  final EntryPool pool;
  final Sessions sessions;
  private final Lookup lookup;
  final Objects objects;
  private final Seals seals;
  private final Deletes deletes;
  private final Evictor evictor;
  private final Leases leases;
  private final Recovery recovery;
  private final Memory memory;
  private final Creates creates;
  private final MemoryQueue queue;
  private final Gets gets;
  private final Subscriptions subscriptions;
  private final Interest interest;
  private final Watch watch;
  private final StoreClock clock;
  private final UserPins userPins;
  private final Inspection inspection;
  private final SharedMode sharedMode;
  private long lastHousekeepingNs;

  /**
   * A store over a freshly formatted segment of whose data area nothing is reserved yet.
   *
   * @param slots reserves the slots of clients
   * @param random source of session ids
   */
  public ObjectStore(
      Segment segment,
      StoreSettings settings,
      StoreClock clock,
      SegmentMemory slots,
      RandomGenerator random) {
    this.segment = segment;
    this.entries = segment.entries();
    this.settings = settings;
    this.clock = clock;
    Retirement retirement = new Retirement(segment.words(), entries, segment.table());
    this.pool = new EntryPool(entries.count());
    this.interest = new Interest(segment.signals());
    this.quotas = new Quotas(segment.geometry().capacityBytes(), this::tickOf);
    Account everybody = quotas.everybody();
    this.space = new Space(segment.geometry());
    this.sessions = new Sessions(segment, slots, random);
    this.lookup = new Lookup(entries, segment.table());
    this.blocks = new Blocks();
    this.objects = new Objects(segment, retirement, space, blocks, pool, everybody, counters);
    Custody custody = new Custody(entries, segment.table(), blocks, objects, pool);
    this.seals = new Seals(sessions, entries, segment.signals(), objects, custody);
    PinScan pinScan = new PinScan(sessions, retirement, counters);
    this.deletes = new Deletes(entries, retirement, pinScan, objects, counters);
    this.evictor =
        new Evictor(entries, seals, segment.signals(), retirement, pinScan, objects, counters);
    this.leases = new Leases(space, quotas, pool, sessions, counters);
    this.recovery = new Recovery(entries, leases, custody, counters);
    this.inspection = new Inspection(entries, blocks, lookup, objects, sessions, pinScan, pool);
    Demotion demotion = new Demotion(quotas, objects, space, segment.signals(), counters);
    this.memory =
        new Memory(
            space,
            leases,
            evictor,
            quotas,
            demotion,
            inspection::busiest,
            settings.evictionPercent());
    this.creates =
        new Creates(
            segment, lookup, deletes, pool, memory, objects, blocks, custody, clock, counters);
    this.queue = new MemoryQueue(deadlines, clock, counters);
    this.gets = new Gets(entries, blocks, lookup, interest, deadlines, clock, counters);
    this.subscriptions =
        new Subscriptions(entries, blocks, objects, interest, counters, Subscriptions.MOST_QUEUED);
    this.userPins = new UserPins(lookup, seals, entries, objects, segment.signals());
    this.sharedMode = new SharedMode(sessions, segment.signals());
    objects.listen(gets);
    this.watch = new Watch(blocks, interest);
    objects.listen(subscriptions);
    objects.listen(watch);
  }

  /** The access tick of an object now, if that life of its entry is not over. */
  private long tickOf(long ref) {
    int entry = ObjectRef.entry(ref);
    boolean current = Control.generation(entries.control(entry)) == ObjectRef.generation(ref);
    return current ? Math.max(0, entries.accessTick(entry)) : ObjectTicks.GONE;
  }

  /** Starts a session. The client's slot, if it gets one, is reserved and empty. */
  public Session openSession(ClientIdentity who) {
    counters.increment(StoreCounter.SESSIONS);
    counters.increment(StoreCounter.SESSIONS_OPENED);
    return sessions.open(who, quotas.everybody());
  }

  /** The open session with this id. */
  public Optional<Session> session(long id) {
    return Optional.ofNullable(sessions.byId(id));
  }

  /** Ends a session, whatever state its client left things in. Does nothing the second time. */
  public void closeSession(Session session) {
    if (!session.isOpen()) {
      return;
    }
    queue.cancel(session);
    gets.cancel(session);
    recovery.takeNews(session, seals);
    session.markClosed();
    recovery.recover(session);
    sessions.remove(session);
    objects.disownAll(session.account());
    quotas.close(session.account());
    counters.add(StoreCounter.SESSIONS, -1);
    deletes.released();
    queue.stir();
  }

  /** Replaces the session's lease. */
  public LeaseReply lease(Session session, LeaseRequest request) {
    seals.drain(session);
    if (session.wasRevoked()) {
      recovery.giveUpStranded(session);
    }
    return queue.isEmpty()
        ? leases.grant(session, request.wantBytes(), request.wantEntries())
        : LeaseReply.NONE;
  }

  /**
   * Creates an object for the session to write, when there is room. {@code owner} can be cancelled.
   */
  public void create(
      Session session, Object owner, CreateRequest request, Completion<CreateReply> done) {
    seals.drain(session);
    queue.submit(
        new CreateAttempt(creates, blocks, session, request, done),
        owner,
        deadlineMs(request.deadlineMs()));
  }

  /** Who runs ahead of the reservation waits for it even if it does not want to wait for others. */
  private long deadlineMs(long asked) {
    boolean usual = asked < 0 || (asked == 0 && space.isGrowing());
    return usual ? settings.createDeadlineMs() : asked;
  }

  /** Creates, fills and seals objects: all or none. */
  public void put(
      Session session, Object owner, List<PutObject> puts, Completion<EmptyReply> done) {
    seals.drain(session);
    queue.submit(
        new PutAttempt(creates, memory, blocks, segment.data(), session, puts, done),
        owner,
        settings.createDeadlineMs());
  }

  /** Seals the session's own object. */
  public void seal(Session session, ObjectId id) {
    seals.drain(session);
    creates.seal(session, creates.requireOwnUnsealed(session, id, "seal"));
  }

  /** Gives the session's own unsealed object up. */
  public void abort(Session session, ObjectId id) {
    seals.drain(session);
    long ref = creates.requireOwnUnsealed(session, id, "abort");
    if (!recovery.giveUp(session, ObjectRef.entry(ref))) {
      throw new ObjectAlreadySealedException(
          "abort " + id + ": it was sealed at the same moment. Delete it if it is not wanted.");
    }
    queue.stir();
  }

  /**
   * Finds and pins objects for the session, waiting for those that are missing. {@code owner} can
   * be cancelled.
   */
  public void get(Session session, Object owner, GetRequest request, Completion<GetReply> done) {
    seals.drain(session);
    gets.get(session, owner, request.timeoutMs(), request.ids(), done);
  }

  /** Drops what {@code owner} waits for. */
  public void cancel(Object owner) {
    gets.cancel(owner);
    queue.cancel(owner);
    deletes.released();
  }

  /**
   * Gives pins on the store's books back. Refuses those that are not there, after giving back the
   * others.
   */
  public void release(Session session, List<EntryRef> refs) {
    int unknown = 0;
    for (EntryRef ref : refs) {
      unknown += session.bookPins().remove(ObjectRef.of(ref.entry(), ref.generation())) ? 0 : 1;
    }
    released();
    if (unknown > 0) {
      throw new InvalidRequestException(
          "release: %d of %d objects are not held by this client; release each get once"
              .formatted(unknown, refs.size()));
    }
  }

  /** A client let go of objects that wait for deletion. */
  public void released() {
    deletes.released();
    queue.stir();
  }

  /** A client sealed something somebody may wait for. */
  public void doorbell() {
    counters.add(StoreCounter.DOORBELLS, 1);
    interest.rung(clock.nanoTime());
    seals.drainAll();
  }

  /** Whether the object is there and sealed. */
  public boolean contains(ObjectId id) {
    long ref = lookup.findReadable(id);
    if (ref == ObjectRef.NONE) {
      return false;
    }
    return lookup.state(ref) != Control.DELETING || deletes.finishDeferred(ref);
  }

  /** Deletes objects, those in use when they are let go. */
  public List<DeleteOutcome> delete(List<ObjectId> ids) {
    long[] refs = new long[ids.size()];
    for (int i = 0; i < refs.length; i++) {
      refs[i] = lookup.find(ids.get(i));
      if (refs[i] != ObjectRef.NONE) {
        seals.announce(refs[i]);
      }
    }
    DeleteOutcome[] outcomes = deletes.delete(refs);
    queue.stir();
    return List.of(outcomes);
  }

  /** Evicts the least recently used objects of the session's account. */
  public EvictReply evict(Session session, long bytes) {
    Evictor.Evicted evicted = evictor.evict(session.account(), bytes, Evictor.Measure.BYTES);
    queue.stir();
    return new EvictReply(evicted.bytes(), evicted.objects());
  }

  /** Makes the objects the most recently used, in order. Returns how many of them there are. */
  public int touch(List<ObjectId> ids) {
    seals.drainAll();
    int touched = 0;
    for (ObjectId id : ids) {
      long ref = lookup.findReadable(id);
      if (ref != ObjectRef.NONE) {
        long tick = segment.signals().clock() + 1;
        segment.signals().clock(tick);
        entries.accessTick(ObjectRef.entry(ref), tick);
        touched++;
      }
    }
    return touched;
  }

  /** Keeps objects from being evicted. */
  public void pin(List<ObjectId> ids) {
    userPins.pin(ids);
  }

  /** Lets objects be evicted again. */
  public void unpin(List<ObjectId> ids) {
    userPins.unpin(ids);
  }

  /**
   * Starts telling about seals and ends; {@code wakeUp} is called when there is something to poll.
   */
  public Subscription subscribe(Runnable wakeUp) {
    counters.increment(StoreCounter.SUBSCRIPTIONS);
    return subscriptions.open(wakeUp, seals::drainAll);
  }

  /** Stops telling. */
  public void unsubscribe(Subscription subscription) {
    if (subscriptions.close(subscription)) {
      counters.add(StoreCounter.SUBSCRIPTIONS, -1);
    }
  }

  /** Tells this listener, in place of any other, from now on; it hears that it began. */
  public void listen(StoreListener listener) {
    seals.drainAll();
    watch.begin(listener);
  }

  /** Tells no listener any more. */
  public void stopListening() {
    watch.end();
  }

  /** Objects in table order; see {@link Inspection#list}. */
  public ListReply list(int cursor, int limit) {
    seals.drainAll();
    deletes.finishDeferred();
    return inspection.list(cursor, limit);
  }

  /** The facts of each id. */
  public List<Optional<ObjectInfo>> infos(List<ObjectId> ids) {
    seals.drainAll();
    return inspection.infos(ids);
  }

  /** Who pins the object. */
  public List<Holder> holders(ObjectId id) {
    long ref = lookup.find(id);
    if (ref == ObjectRef.NONE) {
      throw new ObjectNotFoundException("holders of " + id + ": no such object");
    }
    return inspection.holders(ref);
  }

  /** Gives the session a budget of its own, once. */
  public void quota(Session session, long bytes) {
    seals.drainAll();
    leases.takeBackAll();
    session.account(quotas.open(session.account(), bytes));
    objects.reserveUnsealed(session);
  }

  /** The reservation of the data area reached {@code bytes}. */
  public void reserved(long bytes) {
    space.reserved(bytes);
    segment.signals().reservedBytes(bytes);
    queue.stir();
  }

  /** The reservation is stuck. */
  public void reservationStuck(String why) {
    space.trouble(why);
    queue.stir();
  }

  /** All counters with their present values. */
  public List<CounterValue> stats() {
    seals.drainAll();
    counters.set(StoreCounter.CAPACITY_BYTES, space.capacityBytes());
    counters.set(StoreCounter.RESERVED_BYTES, space.reservedBytes());
    counters.set(StoreCounter.FREE_BYTES, space.freeBytes());
    counters.set(StoreCounter.LARGEST_FREE_EXTENT, space.largestFreeExtent());
    counters.set(StoreCounter.FREE_EXTENTS, space.freeExtentCount());
    counters.set(StoreCounter.ENTRIES, entries.count());
    counters.set(StoreCounter.ENTRIES_FREE, pool.free());
    counters.set(StoreCounter.QUOTAS, quotas.quotaCount());
    counters.set(StoreCounter.QUOTA_BYTES, quotas.quotaBytes());
    counters.set(StoreCounter.LEASE_BYTES, leases.unusedBytes());
    return counters.values();
  }

  /**
   * Entries of the table at or beyond this index were never used. For any thread; one that walks
   * the table after a listener heard that it {@linkplain StoreListener#began began} misses nothing.
   */
  public int entriesEverUsed() {
    return pool.everUsed();
  }

  /** The counters, for the edge to count its own things in. */
  public StoreCounters counters() {
    return counters;
  }

  /** Does what is due. Returns how much that was. */
  public int work(long nowNs) {
    int done = 0;
    if (nowNs >= nextHousekeepingNs()) {
      lastHousekeepingNs = nowNs;
      done += keepHouse(nowNs);
    } else if (nowNs >= interest.owedNs()) {
      done += takeNews(nowNs);
    }
    int deleted = deletes.work();
    if (deleted > 0) {
      queue.stir();
    }
    return done + deleted + deadlines.expire(nowNs) + queue.work(nowNs);
  }

  /** Finds what clients did not tell, above all those that died while they were about to. */
  private int keepHouse(long nowNs) {
    int drained = takeNews(nowNs);
    deletes.released();
    sharedMode.update();
    return drained;
  }

  private int takeNews(long nowNs) {
    interest.answer(nowNs);
    return seals.drainAll();
  }

  /**
   * When {@link #work} has to be called again at the latest; {@link Long#MAX_VALUE} when nothing is
   * due by itself.
   */
  public long nextDeadlineNs(long nowNs) {
    long next = Math.min(deadlines.nextNs(), queue.nextNs(nowNs));
    next = Math.min(next, interest.owedNs());
    if (deletes.isDue()) {
      next = nowNs;
    }
    return sessions.all().isEmpty() ? next : Math.min(next, nextHousekeepingNs());
  }

  private long nextHousekeepingNs() {
    boolean alone = sessions.all().size() <= 1 && !deletes.areDeferred();
    return lastHousekeepingNs + (alone ? HOUSEKEEPING_ALONE_NS : HOUSEKEEPING_NS);
  }
}
