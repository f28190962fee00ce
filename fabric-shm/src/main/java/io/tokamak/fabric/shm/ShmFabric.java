// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import io.tokamak.memory.os.BootId;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The fabric between nodes of one machine: each maps the files that the others share, and its own
 * processor reads, writes and adds there, whatever the other one is doing. Messages, the handshake
 * and the news of a death go over a unix socket. See docs/shm-fabric.md for what is in the table
 * that nodes show each other and what goes over the socket.
 *
 * <p>What peers may read or write has to be in a file that {@link #share} was told of, since peers
 * open it by its path. The owner never makes such a file shorter: whoever has it mapped would die
 * of touching it. It may remove the file at any time; mappings stay. Of a peer that died what is
 * mapped can be read until the endpoint closes.
 *
 * <p>Bytes are copied in polls, 2 MiB in one poll at most, so that a long read holds up nobody;
 * what is short (16 KiB) is copied when it is asked for. Pages are brought into the page table
 * before they are copied for the first time.
 *
 * <p>All nodes have to be of one user and see the same files: other users are refused, and who
 * cannot see the files is told so when it connects.
 */
public final class ShmFabric implements Fabric {
  /** What its addresses begin with. */
  public static final String NAME = "shm";

  private static final FabricCapabilities CAPABILITIES =
      new FabricCapabilities(
          true, false, false, false, true, true, false, Limits.MESSAGE_BYTES, Long.MAX_VALUE);
  private static final System.Logger LOG = System.getLogger(ShmFabric.class.getName());
  private static final long LOG_PAUSE_NS = 1_000_000_000;

  private final NodeRef self;
  private final Location location;
  private final Readiness readiness;
  private final boolean alone;
  private final OwnTable table;
  private final SharedFiles files;
  private final Writers writers = new Writers();
  private final Regions regions;
  private final Greeting greeting;
  private final Sockets sockets;
  private final List<ShmEndpoint> endpoints = new ArrayList<>();
  private final Deque<ShmEndpoint> copying = new ArrayDeque<>();
  private final Deque<ShmEndpoint> telling = new ArrayDeque<>();
  private final Deque<ShmEndpoint> gone = new ArrayDeque<>();
  private @Nullable FabricListener listener;
  private long loggedNs;
  private boolean closed;

  /**
   * Listens, and watches its sockets by itself.
   *
   * @param clock in nanoseconds
   * @throws IOException when the socket or the table cannot be made
   */
  public ShmFabric(NodeRef self, ShmOptions options, LongSupplier clock) throws IOException {
    this(self, options, clock, new Readiness(), true);
  }

  /**
   * Listens, and shares the readiness of its thread, whose owner polls it before this fabric.
   *
   * @param clock in nanoseconds
   * @throws IOException when the socket or the table cannot be made
   */
  public ShmFabric(NodeRef self, ShmOptions options, LongSupplier clock, Readiness readiness)
      throws IOException {
    this(self, options, clock, readiness, false);
  }

  private ShmFabric(
      NodeRef self, ShmOptions options, LongSupplier clock, Readiness readiness, boolean alone)
      throws IOException {
    this.self = self;
    this.readiness = readiness;
    this.alone = alone;
    location = new Location(BootId.here(), options.socket());
    sockets = listen(options, clock);
    table = makeTable(options);
    files = new SharedFiles(table);
    regions = new Regions(self.epoch(), table.regions(), files, writers);
    greeting = new Greeting(self, location.bootId(), table);
    loggedNs = sockets.nowNs() - LOG_PAUSE_NS;
  }

  private Sockets listen(ShmOptions options, LongSupplier clock) throws IOException {
    try {
      return new Sockets(options, clock, readiness, () -> new Answering(this, greeting));
    } catch (IOException | RuntimeException refused) {
      if (alone) {
        readiness.close();
      }
      throw refused;
    }
  }

  private OwnTable makeTable(ShmOptions options) throws IOException {
    try {
      return new OwnTable(options.table(), self);
    } catch (IOException | RuntimeException refused) {
      sockets.close();
      if (alone) {
        readiness.close();
      }
      throw refused;
    }
  }

  @Override
  public NodeRef self() {
    return self;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FabricCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public FabricAddress address() {
    return location.address();
  }

  /**
   * Lets peers map a file, so that memory of it can be registered for them. They map it when the
   * first of them needs it, or when they connect.
   *
   * @param mapping this process's mapping of the whole file, from its beginning
   * @param file a path by which peers can open it to read and write; of a file without one it is
   *     {@code /proc/PID/fd/NUMBER}. At most 472 bytes
   * @throws IOException when there is no such file
   * @throws IllegalStateException when 256 files are shared already
   */
  public SharedFile share(MemorySegment mapping, Path file) throws IOException {
    return files.share(mapping, file);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException when peers should have access and the memory is in no file
   *     that {@link #share} was told of
   * @throws IllegalStateException when 8192 regions are registered already
   */
  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    return regions.register(memory, access);
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress where, long deadlineNs) {
    ShmEndpoint endpoint = new ShmEndpoint(this, peer, true);
    endpoints.add(endpoint);
    try {
      Flow flow = sockets.connect(reachable(where), new Calling(endpoint, greeting), deadlineNs);
      endpoint.opening(flow);
      flow.send(FrameType.HELLO, greeting.hello(peer));
    } catch (IOException | RuntimeException impossible) {
      endpoint.close("cannot connect to " + where + ": " + impossible.getMessage());
    }
    return endpoint;
  }

  private Path reachable(FabricAddress where) throws IOException {
    Location found = Location.parse(where);
    if (!found.bootId().equals(location.bootId())) {
      throw new IOException(
          "it is on another machine, whose boot id is not %s".formatted(location.bootId()));
    }
    return found.socket();
  }

  @Override
  public int poll(FabricListener told) {
    listener = told;
    try {
      int work = sockets.write();
      if (alone) {
        readiness.poll();
      }
      work += tell(told) + sockets.poll() + copy() + bury(told);
      sockets.write();
      sweep();
      hurryIfUnfinished();
      return work;
    } finally {
      listener = null;
    }
  }

  private void hurryIfUnfinished() {
    if (!copying.isEmpty() || !telling.isEmpty() || !gone.isEmpty()) {
      readiness.hurry();
    }
  }

  /** Copies pieces, each endpoint's in turn, as far as one poll may. */
  private int copy() {
    long copied = 0;
    int pieces = 0;
    while (!copying.isEmpty() && copied < Limits.COPIED_BYTES) {
      ShmEndpoint endpoint = copying.removeFirst();
      copied += endpoint.copy();
      pieces++;
      if (endpoint.isCopying()) {
        copying.add(endpoint);
      }
    }
    return pieces;
  }

  /** Now and then. */
  private void sweep() {
    if (sockets.hasTicked()) {
      endpoints.forEach(ShmEndpoint::sweep);
    }
  }

  /** Tells of what ended before this poll: nothing completes in the poll it was asked for in. */
  private int tell(FabricListener told) {
    int count = telling.size();
    telling.forEach(ShmEndpoint::mark);
    int work = 0;
    for (int i = 0; i < count; i++) {
      work += telling.removeFirst().tell(told);
    }
    return work;
  }

  private int bury(FabricListener told) {
    int count = gone.size();
    for (int i = 0; i < count; i++) {
      ShmEndpoint endpoint = gone.removeFirst();
      endpoints.remove(endpoint);
      endpoint.bury(told);
    }
    return count;
  }

  @Override
  public void await(long timeoutNs) {
    sockets.write();
    readiness.await(Math.min(timeoutNs, sockets.untilTickNs()));
  }

  @Override
  public void wakeUp() {
    readiness.wakeUp();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (ShmEndpoint endpoint : List.copyOf(endpoints)) {
      endpoint.close("the node stops");
    }
    endpoints.clear();
    copying.clear();
    telling.clear();
    gone.clear();
    table.retire();
    try {
      regions.closeAll();
    } finally {
      closeRest();
    }
  }

  private void closeRest() {
    sockets.close();
    writers.closeAll();
    files.closeAll();
    table.close();
    if (alone) {
      readiness.close();
    }
  }

  boolean owns(ShmRegion region) {
    return region.belongsTo(regions);
  }

  Copying copyingOf(PeerMemory memory) {
    return new Copying(table.regions(), memory);
  }

  /** Who hears of what happens in this poll. */
  FabricListener listener() {
    if (listener == null) {
      throw new IllegalStateException("something happened outside of a poll");
    }
    return listener;
  }

  /** The other end of a connection that came in. */
  ShmEndpoint answer(NodeRef caller) {
    ShmEndpoint endpoint = new ShmEndpoint(this, caller, false);
    endpoints.add(endpoint);
    return endpoint;
  }

  /** This endpoint has something to copy. */
  void copies(ShmEndpoint endpoint) {
    copying.add(endpoint);
    readiness.hurry();
  }

  /** This endpoint has something to tell in the next poll. */
  void tells(ShmEndpoint endpoint) {
    telling.add(endpoint);
    readiness.hurry();
  }

  /** This endpoint is closed. */
  void ended(ShmEndpoint endpoint) {
    gone.add(endpoint);
    readiness.hurry();
  }

  /** The peer of this table can map this node's memory from here on. */
  void mayWrite(PeerTable peer, Flow flow) {
    writers.add(peer, flow);
  }

  /** The peer of this table has closed its end. */
  void writesNoMore(PeerTable peer) {
    writers.remove(peer);
  }

  /** Somebody was not let in; logged at most once a second. */
  void refused(String why) {
    if (sockets.nowNs() - loggedNs >= LOG_PAUSE_NS) {
      loggedNs = sockets.nowNs();
      LOG.log(System.Logger.Level.INFO, "{0}: refused somebody: {1}", address(), why);
    }
  }
}
