// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.ObjectInUseException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.Holder;
import io.tokamak.wire.message.HoldersRequest;
import io.tokamak.wire.message.PinRequest;
import io.tokamak.wire.message.QuotaRequest;
import io.tokamak.wire.message.UnpinRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the store of this machine's node: immutable objects in shared memory, by 20-byte
 * id.
 *
 * <p>Get, release, contains, and creating and sealing small objects happen in shared memory, in
 * this process; everything else is one message to the node and back, some microseconds.
 * Thread-safe, virtual threads included; a get that waits holds up nobody else.
 *
 * <p>Errors are {@link io.tokamak.wire.error.TokamakException}s. Any method throws {@link
 * DisconnectedException} once the client was closed or the node is gone. Methods that wait for
 * other clients throw {@link InterruptedException} when the thread is interrupted: the wait is
 * given up and nothing is held. A create that waits for memory and is interrupted throws {@link
 * StoreTimeoutException} with the interrupt status set. Everything else takes at most the call
 * timeout and ignores interrupts.
 *
 * <p>A client that the node cannot trust with writing (of another user, or read-only on request)
 * refuses create, put, seal, abort, delete, evict, pin, unpin and quota with {@link
 * InvalidRequestException}.
 */
public final class ObjectStoreClient implements AutoCloseable {
  private static final byte[] NO_METADATA = {};

  private final ClientSession session;
  private final Gets gets;
  private final Writes writes;
  private final Puts puts;
  private final Queries queries;
  private final Reads reads;
  private final Cluster cluster;

  ObjectStoreClient(ClientSession session) {
    this.session = session;
    this.gets = session.gets();
    this.writes = session.writes();
    this.puts = new Puts(session);
    this.queries = new Queries(session);
    this.reads = new Reads(session);
    this.cluster = new Cluster(session);
  }

  // Reading

  /**
   * Gets an object that is there.
   *
   * @throws ObjectNotFoundException when there is no sealed object of this id
   */
  public ObjectHandle get(ObjectId id) {
    return gets.get(id);
  }

  /**
   * Gets an object, waiting until it is sealed.
   *
   * @throws StoreTimeoutException when it was not sealed in time
   */
  public ObjectHandle get(ObjectId id, Duration timeout) throws InterruptedException {
    return gets.get(id, Deadline.in(timeout));
  }

  /**
   * Gets an object, waiting until it is sealed, however long that takes; the node's death ends the
   * wait.
   */
  public ObjectHandle getWhenSealed(ObjectId id) throws InterruptedException {
    return gets.get(id, Deadline.never());
  }

  /** Gets an object if it is there. */
  public Optional<ObjectHandle> tryGet(ObjectId id) {
    return Optional.ofNullable(gets.tryGet(id));
  }

  /**
   * Gets an object into a handle of {@link #newHandle} that holds nothing now; false when the
   * object is not there. Allocates nothing, takes no lock, makes no system call.
   *
   * @throws InvalidRequestException when the handle holds an object, or was made by another client
   */
  public boolean tryGet(ObjectId id, ObjectHandle handle) {
    if (!handle.belongsTo(session)) {
      throw new InvalidRequestException(
          "get into a handle of another client: use one that this client made");
    }
    return gets.tryGet(id, handle);
  }

  /**
   * Copies the data of an object to the start of {@code target}: the short way of get, copy and
   * release for those who want the bytes in memory of their own, and the fastest one for objects of
   * some KiB. Allocates nothing, takes no lock, makes no system call; a read-only client asks
   * nobody either. When the object is deleted meanwhile, part of the target may have been written.
   *
   * @return bytes of data, or -1 when there is no sealed object of this id
   * @throws IndexOutOfBoundsException when the target is too small
   */
  public long read(ObjectId id, MemorySegment target) {
    return reads.read(id, target);
  }

  /**
   * A handle that holds nothing, to be used again and again by {@link #tryGet(ObjectId,
   * ObjectHandle)}. Getting and releasing with it is for one thread at a time, other than with the
   * handles that a get returns.
   */
  public ObjectHandle newHandle() {
    ObjectHandle handle = new ObjectHandle(session);
    handle.hold().wantOwnPin();
    return handle;
  }

  /**
   * Gets many objects, waiting until all are there or the time is up.
   *
   * @return one handle per id, in their order; null for those that were not there. An id named
   *     twice gives two handles
   */
  public List<@Nullable ObjectHandle> getAll(List<ObjectId> ids, Duration timeout)
      throws InterruptedException {
    return gets.getAll(List.copyOf(ids), Deadline.in(timeout));
  }

  /**
   * Whether a sealed object of this id is there. Allocates nothing, takes no lock, makes no system
   * call.
   */
  public boolean contains(ObjectId id) {
    return queries.contains(id);
  }

  /**
   * SHA-256 of the data; for an object with metadata, of the digests of data and metadata one after
   * the other.
   *
   * @return 32 bytes
   * @throws ObjectNotFoundException when there is no sealed object of this id
   */
  public byte[] hash(ObjectId id) {
    try (ObjectHandle handle = gets.get(id)) {
      return ContentHash.of(handle);
    }
  }

  // Writing

  /**
   * Puts an object: creates, copies, seals.
   *
   * @throws ObjectExistsException when the id is taken
   * @throws StoreFullException when there is no room, also after eviction and waiting
   */
  public void put(ObjectId id, byte[] data) {
    put(id, data, NO_METADATA);
  }

  /** Puts an object with metadata; see {@link #put(ObjectId, byte[])}. */
  public void put(ObjectId id, byte[] data, byte[] metadata) {
    puts.put(id, MemorySegment.ofArray(data), metadata);
  }

  /** Puts the bytes between position and limit, which stay as they are. */
  public void put(ObjectId id, ByteBuffer data) {
    put(id, data, NO_METADATA);
  }

  /** Puts the bytes between position and limit, which stay as they are. */
  public void put(ObjectId id, ByteBuffer data, byte[] metadata) {
    puts.put(id, MemorySegment.ofBuffer(data), metadata);
  }

  /** Puts the bytes of a segment, also beyond 2 GiB. */
  public void put(ObjectId id, MemorySegment data) {
    put(id, data, NO_METADATA);
  }

  /** Puts the bytes of a segment, also beyond 2 GiB. */
  public void put(ObjectId id, MemorySegment data, byte[] metadata) {
    puts.put(id, data, metadata);
  }

  /** Puts the next {@code length} bytes of a stream, which it does not close. */
  public void put(ObjectId id, InputStream data, long length) throws IOException {
    put(id, data, length, NO_METADATA);
  }

  /** Puts the next {@code length} bytes of a stream, which it does not close. */
  public void put(ObjectId id, InputStream data, long length, byte[] metadata) throws IOException {
    puts.put(id, data, length, metadata);
  }

  /**
   * Puts all that a stream still has; does not close it. The length is not known beforehand, so the
   * bytes are collected first: 8 MiB in memory, what is more in a temporary file.
   */
  public void put(ObjectId id, InputStream data) throws IOException {
    put(id, data, NO_METADATA);
  }

  /** Puts all that a stream still has; see {@link #put(ObjectId, InputStream)}. */
  public void put(ObjectId id, InputStream data, byte[] metadata) throws IOException {
    puts.put(id, data, metadata);
  }

  /** Puts a file, read straight into shared memory. */
  public void put(ObjectId id, Path file) throws IOException {
    put(id, file, NO_METADATA);
  }

  /** Puts a file, read straight into shared memory. */
  public void put(ObjectId id, Path file, byte[] metadata) throws IOException {
    puts.put(id, file, metadata);
  }

  /** Puts all objects, sealed in this order, or none. */
  public void putAll(List<NewObject> objects) {
    puts.putAll(List.copyOf(objects));
  }

  /**
   * Creates an object to be filled and sealed.
   *
   * @throws ObjectExistsException when the id is taken
   * @throws StoreFullException when there is no room, also after eviction and waiting
   */
  public ObjectBuilder create(ObjectId id, long dataLength) {
    return writes.build(id, dataLength, 0, Creates.STORE_DEADLINE);
  }

  /** Creates an object with metadata, which is copied. */
  public ObjectBuilder create(ObjectId id, long dataLength, byte[] metadata) {
    return create(id, dataLength, metadata, Creates.STORE_DEADLINE);
  }

  /** The same, waiting for room at most so long; zero fails at once. */
  public ObjectBuilder create(ObjectId id, long dataLength, byte[] metadata, Duration timeout) {
    return create(id, dataLength, metadata, Deadline.in(timeout).remainingMs());
  }

  /** The same; the metadata is yet to be written as well. */
  public ObjectBuilder create(ObjectId id, long dataLength, int metadataLength, Duration timeout) {
    return writes.build(id, dataLength, metadataLength, Deadline.in(timeout).remainingMs());
  }

  private ObjectBuilder create(ObjectId id, long dataLength, byte[] metadata, long deadlineMs) {
    ObjectBuilder builder = writes.build(id, dataLength, metadata.length, deadlineMs);
    builder.writeMetadata(metadata);
    return builder;
  }

  /** Seals an object that this client created, by id; see {@link ObjectBuilder#release}. */
  public void seal(ObjectId id) {
    writes.seal(id);
  }

  /**
   * Aborts an object that this client created, by id; see {@link ObjectBuilder#release}.
   *
   * @throws ObjectInUseException when its builder was not released
   */
  public void abort(ObjectId id) {
    writes.abort(id);
  }

  // Managing

  /** Deletes an object, at its last release if somebody has it in use. */
  public DeleteOutcome delete(ObjectId id) {
    return delete(List.of(id)).getFirst();
  }

  /** Deletes objects; one outcome per id. */
  public List<DeleteOutcome> delete(List<ObjectId> ids) {
    return queries.delete(ids);
  }

  /**
   * All objects, unsealed ones included, in no order. Objects that come or go meanwhile may be in
   * it or not.
   */
  public List<ObjectInfo> list() {
    return queries.list();
  }

  /** What the store knows about an object, unsealed ones included. */
  public Optional<ObjectInfo> info(ObjectId id) {
    return queries.info(id);
  }

  /** Who has the object in use. */
  public List<Holder> holders(ObjectId id) {
    return session.calls().call(new HoldersRequest(id)).holders();
  }

  /** Evicts the least recently used objects until so many bytes are free; returns how many were. */
  public long evict(long bytes) {
    return queries.evict(bytes);
  }

  /** Makes objects the most recently used, in this order; returns how many were there. */
  public int touch(List<ObjectId> ids) {
    return queries.touch(ids);
  }

  /**
   * Keeps objects from eviction until {@link #unpin} or deletion; all or none.
   *
   * @throws ObjectNotFoundException when one is not there
   */
  public void pin(List<ObjectId> ids) {
    session.requireWritable("pin");
    session.calls().call(new PinRequest(ids));
  }

  /** Ends what {@link #pin} began. */
  public void unpin(List<ObjectId> ids) {
    session.requireWritable("unpin");
    session.calls().call(new UnpinRequest(ids));
  }

  /**
   * Limits the bytes that objects of this client may take, and reserves so many for them. Once per
   * client.
   */
  public void setQuota(long bytes) {
    session.requireWritable("quota");
    session.calls().call(new QuotaRequest(bytes));
  }

  /** The store's counters by name. */
  public Map<String, Long> stats() {
    return queries.stats();
  }

  /** Bytes that objects can take in all. */
  public long capacity() {
    return session.welcome().capacityBytes();
  }

  /** Whether this client can only read. */
  public boolean isReadOnly() {
    return !session.welcome().writable();
  }

  /** Whether client and node can still be used. */
  public boolean isConnected() {
    return session.lifecycle().isUsable();
  }

  /** Tells what is there, and from then on what is sealed and deleted. */
  public Subscription subscribe() {
    return Subscription.open(session);
  }

  /** The other nodes: bringing their objects here, and all else that goes beyond this machine. */
  public Cluster cluster() {
    return cluster;
  }

  // Without waiting

  /**
   * Gets an object when it is sealed. The future fails with {@link StoreTimeoutException} when that
   * was not in time; cancelling it gives the wait up. Unless the object is there at once, a virtual
   * thread completes it.
   */
  public CompletableFuture<ObjectHandle> getAsync(ObjectId id, Duration timeout) {
    return Async.get(gets, id, timeout);
  }

  /**
   * Puts an object from a virtual thread; gives its id. Leave the array alone until the future is
   * done.
   */
  public CompletableFuture<ObjectId> putAsync(ObjectId id, byte[] data) {
    return putAsync(id, MemorySegment.ofArray(data), NO_METADATA);
  }

  /**
   * Puts an object from a virtual thread, which must be allowed to read the segment; gives its id.
   */
  public CompletableFuture<ObjectId> putAsync(ObjectId id, MemorySegment data, byte[] metadata) {
    return Async.supply(
        () -> {
          put(id, data, metadata);
          return id;
        },
        present -> {});
  }

  /** Creates an object, waiting for room in a virtual thread. */
  public CompletableFuture<ObjectBuilder> createAsync(
      ObjectId id, long dataLength, byte[] metadata) {
    return Async.supply(() -> create(id, dataLength, metadata), ObjectBuilder::close);
  }

  /** Deletes objects from a virtual thread. */
  public CompletableFuture<List<DeleteOutcome>> deleteAsync(List<ObjectId> ids) {
    List<ObjectId> copy = List.copyOf(ids);
    return Async.supply(() -> delete(copy), outcomes -> {});
  }

  /**
   * Ends the client: new operations fail, waiting ones too, what it has not sealed is aborted.
   * Handles stay usable; memory and connections go when the last one is released. Can be repeated.
   */
  @Override
  public void close() {
    session.close();
    cluster.close();
  }

  @Override
  public String toString() {
    return "ObjectStoreClient[" + session + "]";
  }
}
