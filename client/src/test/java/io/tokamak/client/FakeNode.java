// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.Segment;
import io.tokamak.memory.SegmentHeader;
import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.SocketPaths;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.ContainsReply;
import io.tokamak.wire.message.CreateReply;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.GreetReply;
import io.tokamak.wire.message.LeaseReply;
import io.tokamak.wire.message.NodeKey;
import io.tokamak.wire.message.ObjectLocation;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.WelcomeReply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node that does what a test tells it: a real segment and a real socket, and answers that are
 * either the obvious ones or those of the test. It serves one client with a slot; further clients
 * get none.
 */
final class FakeNode implements AutoCloseable {
  static final long CAPACITY = 4 << 20;
  static final long SESSION = 77;
  private static final int ENTRIES = 256;
  private static final int LEASE_ENTRIES = 8;
  private static final long LEASE_LENGTH = 64 << 10;

  /** A request that the test answers when it likes, by {@link FakeConnection#reply}. */
  record Parked(FakeConnection connection, Request request, long correlation) {
    void answer(Reply reply) {
      connection.reply(request.type(), correlation, reply);
    }
  }

  /** Says of an answer that there is none now: the request is in {@link FakeNode#parked}. */
  static final Function<Request, Optional<Reply>> PARK = request -> Optional.empty();

  final Path socket;
  final Segment segment;
  final ClientSlot slot;
  final List<Request> seen = new CopyOnWriteArrayList<>();
  final BlockingQueue<Parked> parked = new LinkedBlockingQueue<>();

  private final Path directory;
  private final Arena arena = Arena.ofShared();
  private final MappedFile file = MappedFile.anonymous("fake-node");
  private final MappedFile readOnlyFile;
  private final UnixListener listener;
  private @Nullable UnixListener manager;
  private final List<FakeConnection> connections = new CopyOnWriteArrayList<>();
  private final Map<MessageType, Function<Request, Optional<Reply>>> answers =
      new ConcurrentHashMap<>();
  private boolean slotGiven;
  private int nextEntry;
  private long nextOffset;

  FakeNode() {
    try {
      this.directory = Files.createTempDirectory("tokamak-fake");
      this.socket = directory.resolve("node.sock");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.segment = format();
    this.readOnlyFile = file.reopenReadOnly();
    this.slot = segment.slot(0);
    slot.open(SESSION, 1, 1, 1);
    this.listener = UnixListener.listen(socket, PosixFilePermissions.fromString("rw-------"), 16);
    Thread.ofPlatform().daemon().name("fake-node").start(() -> acceptAll(listener));
  }

  /** From now on it takes part in a cluster. */
  FakeNode withManager() {
    UnixListener listens =
        UnixListener.listen(
            SocketPaths.manager(socket), PosixFilePermissions.fromString("rw-------"), 16);
    manager = listens;
    Thread.ofPlatform().daemon().name("fake-manager").start(() -> acceptAll(listens));
    return this;
  }

  private Segment format() {
    SegmentGeometry geometry = new SegmentGeometry(CAPACITY, 1, ENTRIES);
    file.truncate(geometry.segmentLength());
    MemorySegment mapping = file.map(arena, geometry.segmentLength(), false);
    return Segment.format(mapping, new MappedWords(mapping), new SegmentHeader(geometry, 5, 1, 1));
  }

  private void acceptAll(UnixListener from) {
    for (Optional<UnixSocket> next = from.accept(); next.isPresent(); next = from.accept()) {
      FakeConnection connection = new FakeConnection(next.get(), this);
      connections.add(connection);
      connection.start();
    }
  }

  /** From now on requests of this type are answered like this. */
  FakeNode answer(MessageType type, Function<Request, Optional<Reply>> answer) {
    answers.put(type, answer);
    return this;
  }

  /** From now on requests of this type fail. */
  FakeNode refuse(MessageType type, ErrorCode code) {
    return answer(type, request -> Optional.of(new ErrorReply(code, "refused by the fake node")));
  }

  /** Every connection ends, as when a node is killed. */
  void die() {
    listener.close();
    if (manager != null) {
      manager.close();
    }
    connections.forEach(FakeConnection::close);
  }

  /** The client is sent away: the node says no more, and waits until the client closes. */
  void expel() {
    connections.forEach(FakeConnection::expel);
  }

  /** How many connections clients have not closed. */
  long open() {
    return connections.stream().filter(connection -> !connection.isLeft()).count();
  }

  boolean isLeft() {
    return connections.stream().allMatch(FakeConnection::isLeft);
  }

  long count(Class<? extends Request> type) {
    return seen.stream().filter(type::isInstance).count();
  }

  Optional<Reply> handle(Request request) {
    seen.add(request);
    Function<Request, Optional<Reply>> chosen = answers.get(request.type());
    return chosen != null ? chosen.apply(request) : Optional.of(defaultAnswer(request));
  }

  private Reply defaultAnswer(Request request) {
    return switch (request.type()) {
      case LEASE -> lease();
      case GET -> get((GetRequest) request);
      case CONTAINS -> new ContainsReply(List.of());
      case GREET -> new GreetReply(new NodeKey(0x11, 1));
      case ATTACH, GOODBYE, SEAL, ABORT, RELEASE, SUBSCRIBE, PREFETCH, PUBLISHED, FOLLOW ->
          EmptyReply.DONE;
      default ->
          new ErrorReply(
              ErrorCode.INVALID_REQUEST, "the fake node does not know " + request.type());
    };
  }

  /** The descriptor that goes with the welcome. */
  int descriptor(boolean readOnly) {
    return readOnly ? readOnlyFile.descriptor() : file.descriptor();
  }

  synchronized WelcomeReply welcome(boolean readOnly) {
    int given = readOnly || slotGiven ? WelcomeReply.NO_SLOT : 0;
    slotGiven |= !readOnly;
    return new WelcomeReply(
        SESSION, 5, given, segment.geometry().segmentLength(), CAPACITY, !readOnly);
  }

  private synchronized LeaseReply lease() {
    long offset = nextOffset;
    nextOffset += LEASE_LENGTH;
    slot.lease().open(offset);
    int[] granted = new int[LEASE_ENTRIES];
    for (int i = 0; i < granted.length; i++) {
      granted[i] = nextEntry++;
    }
    return new LeaseReply(offset, LEASE_LENGTH, granted);
  }

  /** Puts an unsealed object into the table, as the creation of {@code slotNumber}. */
  synchronized long create(ObjectId id, long dataLength, int metadataLength, int slotNumber) {
    int entry = nextEntry++;
    segment.entries().id(entry, id.word0(), id.word1(), id.word2());
    segment.entries().block(entry, nextOffset, dataLength, metadataLength);
    nextOffset += BlockLength.of(dataLength, metadataLength);
    segment.entries().created(entry, 1, 1);
    segment.entries().publish(entry, Control.of(Control.CREATED, slotNumber, 0));
    segment.table().insert(entry);
    return ObjectRef.of(entry, 0);
  }

  /** Puts a sealed object into the table. */
  long put(ObjectId id, byte[] data, byte[] metadata) {
    long ref = create(id, data.length, metadata.length, Control.NO_SLOT);
    int entry = ObjectRef.entry(ref);
    segment.dataOf(entry).copyFrom(MemorySegment.ofArray(data));
    segment.metadataOf(entry).copyFrom(MemorySegment.ofArray(metadata));
    segment.entries().publish(entry, Control.of(Control.SEALED, Control.NO_SLOT, 0));
    return ref;
  }

  CreateReply createReply(long ref) {
    int entry = ObjectRef.entry(ref);
    return new CreateReply(entry, ObjectRef.generation(ref), segment.entries().offset(entry));
  }

  /** Pins for the client what it asks for, in its slot, as the store does. */
  GetReply get(GetRequest request) {
    return new GetReply(request.ids().stream().map(this::location).toList());
  }

  private ObjectLocation location(ObjectId id) {
    long ref = segment.table().find(id.word0(), id.word1(), id.word2());
    if (ref <= 0) {
      return ObjectLocation.ABSENT;
    }
    return location(ref, slotGiven ? slot.pins().claim(ref, 32) : ObjectLocation.PINNED_BY_STORE);
  }

  ObjectLocation location(long ref, int pin) {
    int entry = ObjectRef.entry(ref);
    return new ObjectLocation(
        true,
        entry,
        ObjectRef.generation(ref),
        pin,
        segment.entries().offset(entry),
        segment.entries().dataLength(entry),
        segment.entries().metadataLength(entry));
  }

  /** How many pins of the slot are in use. */
  int pins() {
    int[] count = new int[1];
    slot.pins().forEach(ref -> count[0]++);
    return count[0];
  }

  @Override
  public void close() {
    die();
    file.close();
    readOnlyFile.close();
    removeDirectory();
  }

  private void removeDirectory() {
    try {
      Files.deleteIfExists(socket);
      Files.deleteIfExists(SocketPaths.manager(socket));
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
