// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.part.Ticks;
import io.tokamak.fabric.ucx.ucp.UcpWorker;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The fabric over UCX. With network cards that do RDMA, they read, write and add without the
 * processor of the other node; with other transports the peers serve, as over TCP.
 *
 * <p>Nodes find each other over TCP ({@code fabric-tcp}, with its handshake, its secret and its
 * TLS), tell each other there how to reach their workers, and keep that connection: when it ends
 * the peer is gone. See docs/ucx-fabric.md for all that is said.
 *
 * <p>A peer that says nothing over either way for a while is gone; a node that itself did not poll
 * for a while grants its peers that time.
 */
public final class UcxFabric implements Fabric {
  private static final Logger LOG = System.getLogger(UcxFabric.class.getName());

  /** What its addresses begin with. */
  public static final String NAME = "ucx";

  private static final long HANDSHAKE_NS = 10_000_000_000L;

  /** How long the news that a path has failed wait for the reason, which the peer may tell. */
  private static final long REASON_NS = 100_000_000;

  private static final long CLOSING_NS = 1_000_000_000;

  private final NodeRef self;
  private final LongSupplier clock;
  private final Readiness readiness;
  private final boolean alone;
  private final Controls controls;
  private final Engine engine;
  private final Regions regions;
  private final Payloads payloads = new Payloads();
  private final Connections connections = new Connections();
  private final Deque<UcxEndpoint> telling = new ArrayDeque<>();
  private final Deque<UcxEndpoint> gone = new ArrayDeque<>();
  private final Inbox.Reader reader = this::read;
  private final BooleanSupplier mayWait = this::mayWait;
  private final Ticks ticks;
  private @Nullable FabricListener listener;
  private long nowNs;
  private int idlePolls;
  private boolean armed;
  private boolean closed;

  /**
   * Opens devices, listens, and watches its sockets by itself.
   *
   * @param clock in nanoseconds
   * @throws IOException when the address cannot be listened at
   * @throws UcxUnavailableException when there is no library, or no device to work with
   */
  public UcxFabric(NodeRef self, UcxOptions options, LongSupplier clock) throws IOException {
    this(self, options, clock, new Readiness(), true);
  }

  /**
   * Opens devices, listens, and shares the readiness of its thread, whose owner polls it before
   * this fabric.
   *
   * @param clock in nanoseconds
   * @throws IOException when the address cannot be listened at
   * @throws UcxUnavailableException when there is no library, or no device to work with
   */
  public UcxFabric(NodeRef self, UcxOptions options, LongSupplier clock, Readiness readiness)
      throws IOException {
    this(self, options, clock, readiness, false);
  }

  private UcxFabric(
      NodeRef self, UcxOptions options, LongSupplier clock, Readiness readiness, boolean alone)
      throws IOException {
    this.self = self;
    this.clock = clock;
    this.readiness = readiness;
    this.alone = alone;
    nowNs = clock.getAsLong();
    ticks = new Ticks(options.wireUp().silenceNs(), nowNs);
    engine = openEngine(options);
    controls = listen(options);
    regions = new Regions(self.epoch(), engine.context(), engine.isDirect(), engine.arena());
    readiness.beforeWaiting(mayWait);
  }

  private Engine openEngine(UcxOptions options) throws IOException {
    try {
      return new Engine(options, readiness::wakeUp);
    } catch (RuntimeException refused) {
      closeReadiness();
      throw refused;
    }
  }

  private Controls listen(UcxOptions options) throws IOException {
    try {
      return new Controls(this, options.wireUp(), this::nowNs, readiness);
    } catch (IOException | RuntimeException refused) {
      engine.close();
      closeReadiness();
      throw refused;
    }
  }

  private void closeReadiness() {
    if (alone) {
      readiness.close();
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
    return engine.capabilities();
  }

  @Override
  public FabricAddress address() {
    return controls.address();
  }

  /** By what it reaches peers, as UCX was told, and who moves the bytes. */
  public UcxWay way() {
    List<String> cards =
        UcxOptions.mayUseCards(engine.transports())
            ? RdmaDevices.ofThisMachine().usable()
            : List.of();
    return new UcxWay(engine.transports(), engine.isDirect(), cards);
  }

  /**
   * Pins memory for as long as this fabric is open: regions within it cost nothing any more,
   * however often they are registered. Does nothing where no network card reaches it.
   *
   * @throws UcxUnavailableException when it cannot be pinned; the message says what to do
   */
  public void pin(MemorySegment memory) {
    engine.requireLockable(memory.byteSize());
    try {
      regions.pinForGood(memory);
    } catch (IllegalStateException refused) {
      throw new UcxUnavailableException("ucx: " + refused.getMessage(), refused);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Where network cards reach it, it is pinned, which takes about a quarter of a millisecond for
   * each MiB.
   *
   * @throws IllegalStateException when it cannot be pinned; the message says what to do
   */
  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    return regions.register(memory, access);
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress where, long deadlineNs) {
    UcxEndpoint endpoint = connections.add(this, peer, true, deadlineNs);
    ticks.noLaterThan(nowNs);
    controls.connect(endpoint, where, deadlineNs);
    return endpoint;
  }

  /** The other end of a connection that came in. */
  UcxEndpoint answer(NodeRef caller) {
    ticks.noLaterThan(nowNs);
    return connections.add(this, caller, false, nowNs + HANDSHAKE_NS);
  }

  @Override
  public int poll(FabricListener told) {
    listener = told;
    try {
      nowNs = clock.getAsLong();
      if (alone) {
        readiness.poll(nowNs);
      }
      int work = controls.poll();
      int moved = progress();
      look(moved);
      work += moved + tell(told) + engine.inbox().drain(engine.worker(), reader) + bury(told);
      tick();
      rest(work);
      return work;
    } finally {
      listener = null;
    }
  }

  /**
   * Lets UCX do what there is, until something of it is for somebody here. What is expected of it
   * any moment is worth another look before all else that a turn of the thread consists of.
   */
  private int progress() {
    int work = 0;
    int looks = idlePolls < Limits.LIVELY_POLLS ? Limits.LIVELY_LOOKS : 1;
    for (int rounds = Limits.PROGRESS_ROUNDS; rounds > 0 && looks > 0; rounds--) {
      int more = engine.worker().progress();
      looks -= more == 0 ? 1 : 0;
      if (more > 0 || looks == 0) {
        work += more + move();
        looks = telling.isEmpty() && engine.inbox().isEmpty() ? looks : 0;
      }
    }
    return work;
  }

  private int move() {
    int work = engine.ways().poll();
    List<UcxEndpoint> all = connections.all();
    for (int i = 0; i < all.size(); i++) {
      work += all.get(i).move();
    }
    return work;
  }

  /** Tells of what ended before: nothing completes in the poll it was asked for in. */
  private int tell(FabricListener told) {
    int count = telling.size();
    telling.forEach(UcxEndpoint::mark);
    int work = 0;
    for (int i = 0; i < count; i++) {
      work += telling.removeFirst().tell(told);
    }
    return work;
  }

  /** Hands a frame to its connection. Returns whether its payload is kept. */
  private boolean read(Frame frame) {
    UcxEndpoint endpoint = connections.find(frame.connection);
    if (endpoint == null) {
      return false;
    }
    try {
      return endpoint.frame(frame);
    } catch (BadFrameException bad) {
      endpoint.end(String.valueOf(bad.getMessage()));
      return false;
    } catch (RuntimeException surprise) {
      // A defect, here or with who hears of what comes: it costs this connection only.
      LOG.log(Level.WARNING, "a connection ends, as its data could not be handled", surprise);
      endpoint.end(surprise.toString());
      return false;
    }
  }

  private int bury(FabricListener told) {
    int work = 0;
    for (int i = gone.size(); i > 0; i--) {
      UcxEndpoint endpoint = gone.removeFirst();
      if (endpoint.isBusy()) {
        gone.add(endpoint);
      } else {
        connections.remove(endpoint);
        endpoint.bury(told);
        work++;
      }
    }
    return work;
  }

  private void tick() {
    if (!ticks.isDue(nowNs) && !engine.ways().hasFailed()) {
      return;
    }
    long pausedNs = ticks.begin(nowNs);
    failPaths();
    engine.reportSurprises();
    regions.sweep(nowNs);
    for (UcxEndpoint endpoint : List.copyOf(connections.all())) {
      if (endpoint.state() == Endpoint.State.CLOSED) {
        endpoint.endLingering(nowNs);
      } else {
        tick(endpoint, pausedNs);
      }
    }
  }

  private void tick(UcxEndpoint endpoint, long pausedNs) {
    endpoint.control().work();
    endpoint.tick(nowNs, pausedNs, ticks.silenceNs());
  }

  /** One that is closed here is of no use at once; for what UCX says there may be a reason. */
  private void failPaths() {
    for (Path path : List.copyOf(engine.ways().all())) {
      if (path.hasFailed() && (!path.isOpen() || nowNs - path.failedNs(nowNs) >= REASON_NS)) {
        for (UcxEndpoint endpoint : List.copyOf(path.users())) {
          endpoint.end("the path broke: " + path.failure());
        }
      }
    }
  }

  /** As long as UCX has something again and again, what comes next comes by it as well. */
  private void look(int moved) {
    idlePolls = moved > 0 ? 0 : Math.min(idlePolls + 1, Limits.LIVELY_POLLS);
    if (idlePolls < Limits.LIVELY_POLLS) {
      readiness.elsewhere();
    }
  }

  private void rest(int work) {
    if (engine.hasFired() || work > 0) {
      armed = false;
    }
    if (!telling.isEmpty() || !gone.isEmpty() || !engine.inbox().isEmpty()) {
      readiness.hurry();
    }
  }

  /**
   * The thread sleeps only when events are told. Not before, as that costs system calls, of peers
   * in the same machine as well.
   */
  private boolean mayWait() {
    armed = armed || engine.arm();
    return armed;
  }

  @Override
  public void await(long timeoutNs) {
    readiness.await(Math.min(timeoutNs, ticks.nextNs() - clock.getAsLong()));
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
    readiness.forget(mayWait);
    for (UcxEndpoint endpoint : List.copyOf(connections.all())) {
      endpoint.close("the node stops");
    }
    engine.ways().closeAll();
    settle();
    connections.all().forEach(UcxEndpoint::release);
    telling.clear();
    gone.clear();
    regions.closeAll();
    controls.close();
    engine.close();
    closeReadiness();
  }

  /** UCX has to let go of everything; peers that do not answer are not waited for any longer. */
  private void settle() {
    long beganNs = System.nanoTime();
    while (isBusy() && System.nanoTime() - beganNs < CLOSING_NS) {
      engine.worker().progress();
      move();
      engine.inbox().drain(engine.worker(), frame -> false);
    }
  }

  private boolean isBusy() {
    return !engine.ways().all().isEmpty()
        || connections.all().stream().anyMatch(UcxEndpoint::isBusy);
  }

  Regions regions() {
    return regions;
  }

  Slots slots() {
    return engine.slots();
  }

  Ways ways() {
    return engine.ways();
  }

  UcpWorker worker() {
    return engine.worker();
  }

  boolean isDirect() {
    return engine.isDirect();
  }

  boolean keepsOrder() {
    return engine.keepsOrder();
  }

  long nowNs() {
    return nowNs;
  }

  /** Who hears of what happens in this poll. */
  FabricListener listener() {
    if (listener == null) {
      throw new IllegalStateException("something happened outside of a poll");
    }
    return listener;
  }

  Payloads payloads() {
    return payloads;
  }

  /** This endpoint has something to tell in the next poll. */
  void tells(UcxEndpoint endpoint) {
    telling.add(endpoint);
    readiness.hurry();
  }

  /** This endpoint is closed. */
  void ended(UcxEndpoint endpoint) {
    controls.forget(endpoint);
    gone.add(endpoint);
    readiness.hurry();
  }

  /** A payload that was kept is of no more use. */
  void release(Frame frame) {
    if (frame.data != 0) {
      engine.worker().release(frame.data);
    }
  }

  /** What a peer has to know to reach this node. */
  Notice wireUp(int path, long connection) {
    return engine.wireUp(path, connection);
  }

  /** The path to a peer that has told how to reach it. */
  Path join(NodeRef peer, int path, Notice.WireUp wireUp) {
    return engine.join(peer, path, wireUp);
  }

  /** Where a region is, for a peer whose network card may go there from now on. */
  Notice place(Notice.About asked, UcxEndpoint asker) {
    return regions.place(asked, asker);
  }
}
