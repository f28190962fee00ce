// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.os.Alertness;
import io.tokamak.memory.os.Poller;
import io.tokamak.memory.os.ProcessLimits;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.store.ObjectStore;
import io.tokamak.store.StoreClock;
import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import io.tokamak.store.StoreListener;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that owns a store and serves all its clients.
 *
 * <p>It turns: wait for events, handle a bounded number of frames of each connection that has some,
 * let the store do what is due, send what there is to send, each connection's share in one call. So
 * requests that came in one piece are answered in one piece, and a busy client takes its turn like
 * the others. Nothing in a turn waits but the poller, and that no longer than until the store's
 * next deadline: an idle node sleeps.
 *
 * <p>Connections are closed only between steps, never while the store is at work: whoever finds
 * that one has to go marks it and has it looked after at the end of the turn.
 *
 * <p>Whatever goes wrong with one request costs at most its connection; whatever goes wrong in the
 * store's own work is logged, and the turn goes on.
 */
final class LocalService implements Runnable {
  private static final int FRAMES_PER_TURN = 64;
  private static final long RECEIVE_LENGTH = 256 << 10;

  /** For half-received requests of all clients together. */
  static final long MOST_HELD_LENGTH = 64 << 20;

  private static final long GREETING_TIMEOUT_NS = 10_000_000_000L;
  private static final long LONGEST_SLEEP_NS = 60_000_000_000L;
  private static final int SLEEP_AFTER_SURPRISE_MS = 10;

  /** The end of a connection is told without being asked for. */
  private static final int HANG_UP_ONLY = 0;

  private static final int NANOS_PER_MS = 1_000_000;

  private final ObjectStore store;
  private final StoreClock clock;
  private final Poller poller;
  private final Greeter greeter;
  private final Reservation reservation;
  private final StoreCounters counters;
  private final LimitedLog log;
  private final Dispatch dispatch;
  private final Acceptor acceptor;
  private final Map<Long, Connection> connections = new HashMap<>();
  private final Map<Long, Connection> newcomers = new LinkedHashMap<>();
  private final ArrayDeque<Connection> backlog = new ArrayDeque<>();
  private final FrameReader reader = new FrameReader();
  private final Outgoing outgoing;
  private final MemorySegment receiveBuffer;
  private final AtomicReference<@Nullable Runnable> errand = new AtomicReference<>();
  private long nextToken = Acceptor.TOKEN + 1;
  private long heldLength;
  private long turns;
  private long knownReservedBytes;
  private String knownFault = "";
  private final Alertness alertness;
  private boolean called;
  private boolean surprised;
  private volatile boolean stopping;

  LocalService(
      ObjectStore store,
      StoreClock clock,
      Poller poller,
      UnixListener listener,
      Greeter greeter,
      Reservation reservation,
      StoreCounters counters) {
    this.store = store;
    this.clock = clock;
    this.poller = poller;
    this.alertness = new Alertness(clock.nanoTime());
    this.greeter = greeter;
    this.reservation = reservation;
    this.counters = counters;
    this.log = new LimitedLog(System.getLogger(LocalService.class.getName()), clock::nanoTime);
    this.dispatch = new Dispatch(store, greeter, counters, log);
    this.acceptor = new Acceptor(listener, poller, counters, log, ProcessLimits.mostConnections());
    Arena buffers = Arena.ofAuto();
    this.outgoing = new Outgoing(new FrameWriter(buffers), counters);
    this.receiveBuffer = buffers.allocate(RECEIVE_LENGTH, 8);
  }

  /** Has {@link #run} end soon; from any thread. */
  void stop() {
    stopping = true;
    poller.wakeUp();
  }

  /** Has the store tell this listener, in place of any other, or nobody; from any thread. */
  void listen(@Nullable StoreListener listener) {
    errand.set(listener == null ? store::stopListening : () -> store.listen(listener));
    poller.wakeUp();
  }

  /** Serves until {@link #stop}; then closes all connections. */
  @Override
  public void run() {
    try {
      while (!stopping) {
        turn();
      }
    } finally {
      closeAll();
    }
  }

  private void turn() {
    int events = await(clock.nanoTime());
    long nowNs = clock.nanoTime();
    turns++;
    surprised = false;
    guard("taking in reserved memory", this::takeReservation);
    guard("another listener", this::takeListener);
    guard("handling events", () -> handleAll(events, nowNs));
    guard("the store's own work", () -> store.work(clock.nanoTime()));
    guard("sending", this::lookAfterTouched);
  }

  /**
   * While calls follow each other closely, the thread looks for the next before it sleeps. Nobody
   * waits for what else it is told: on two processors it would be in the way of those who work.
   */
  @SuppressWarnings("ThreadPriorityCheck") // whoever calls next may need this very processor
  private int await(long beganNs) {
    if (called) {
      called = false;
      alertness.heard(beganNs);
    }
    boolean looking = !surprised && alertness.looksOn(beganNs);
    int events = poller.await(looking ? 0 : timeoutMs(beganNs));
    if (looking && events == 0) {
      Thread.yield();
    }
    return events;
  }

  private void handleAll(int events, long nowNs) {
    for (int i = 0; i < events; i++) {
      handle(i, nowNs);
    }
    serveBacklog();
    dropSilentNewcomers(nowNs);
  }

  /** What fails here is a defect of the store. Ending it would make every client pay for it. */
  private void guard(String what, Runnable step) {
    try {
      step.run();
    } catch (Throwable surprise) {
      surprised = true;
      counters.increment(StoreCounter.SURPRISES);
      log.warn(() -> what + " failed; the store goes on: " + surprise, surprise);
    }
  }

  private int timeoutMs(long nowNs) {
    if (surprised) {
      return SLEEP_AFTER_SURPRISE_MS;
    }
    if (!backlog.isEmpty() || !outgoing.isEmpty()) {
      return 0;
    }
    long next = Math.min(store.nextDeadlineNs(nowNs), acceptor.resume(nowNs));
    long sleepNs =
        next == Long.MAX_VALUE ? LONGEST_SLEEP_NS : Math.clamp(next - nowNs, 0, LONGEST_SLEEP_NS);
    if (!newcomers.isEmpty()) {
      sleepNs = Math.min(sleepNs, GREETING_TIMEOUT_NS);
    }
    return (int) ((sleepNs + NANOS_PER_MS - 1) / NANOS_PER_MS);
  }

  private void handle(int event, long nowNs) {
    if (poller.token(event) == Acceptor.TOKEN) {
      acceptor.accept(nowNs, socket -> welcome(socket, nowNs));
      return;
    }
    Connection connection = connections.get(poller.token(event));
    if (connection != null) {
      handle(connection, event);
    }
  }

  private void handle(Connection connection, int event) {
    if (poller.isWritable(event)) {
      outgoing.touch(connection);
    }
    boolean hungUp = poller.isHungUp(event);
    if (connection.takesRequests() && !connection.isBacklogged()) {
      if (hungUp || poller.isReadable(event)) {
        receive(connection);
      }
    } else if (hungUp) {
      close(connection);
    }
  }

  private void welcome(UnixSocket socket, long nowNs) {
    try {
      socket.blocking(false);
      Connection connection = new Connection(nextToken, socket, nowNs, outgoing);
      poller.add(socket.descriptor(), Poller.READ, nextToken);
      connection.interest(Poller.READ);
      connections.put(nextToken, connection);
      newcomers.put(nextToken, connection);
      nextToken++;
      counters.increment(StoreCounter.CONNECTIONS);
    } catch (RuntimeException gone) {
      socket.close();
      log.warn(() -> "cannot serve a new connection: " + gone.getMessage(), gone);
    }
  }

  private void receive(Connection connection) {
    try {
      long received = connection.socket().receive(receiveBuffer, 0, RECEIVE_LENGTH);
      if (received > 0) {
        connection.input().accept(receiveBuffer, received);
        serve(connection);
      } else if (received == UnixSocket.DISCONNECTED) {
        close(connection);
      }
    } catch (Throwable surprise) {
      drop(connection, surprise);
    }
  }

  /**
   * Handles frames that are there: not too many, and none while the client does not read its
   * answers.
   */
  private void serve(Connection connection) {
    int handled = 0;
    boolean more = true;
    while (more && handled < FRAMES_PER_TURN && connection.takesRequests()) {
      more = next(connection);
      if (more) {
        called |= dispatch.handle(connection, reader);
        handled++;
      }
    }
    keepRest(connection, more);
    lookAfter(connection);
  }

  private boolean next(Connection connection) {
    try {
      return connection.input().next(reader);
    } catch (ProtocolMismatchException bad) {
      dispatch.reject(connection, MessageType.HELLO, 0, bad);
      return false;
    }
  }

  private void keepRest(Connection connection, boolean more) {
    connection.backlogged(more);
    if (more) {
      connection.input().retain();
    }
    heldLength += connection.heldGrowth(turns);
    if (heldLength > MOST_HELD_LENGTH) {
      dropSlowest();
    }
  }

  /** Whoever takes longest to send a request, not whoever comes when there is no more room. */
  private void dropSlowest() {
    connections.values().stream()
        .filter(each -> isAlive(each) && each.holds())
        .min(Comparator.comparingLong(Connection::heldSinceTurn))
        .ifPresent(this::dropForHalfRequest);
  }

  private void dropForHalfRequest(Connection slowest) {
    counters.increment(StoreCounter.SLOW_CLIENTS);
    log.warn(() -> "dropped " + slowest + ": too many bytes of half-sent requests wait", null);
    sendAway(slowest);
  }

  private void serveBacklog() {
    for (int i = backlog.size(); i > 0; i--) {
      Connection connection = backlog.remove();
      connection.clearQueued();
      if (isAlive(connection)) {
        serveAgain(connection);
      }
    }
  }

  private void serveAgain(Connection connection) {
    try {
      serve(connection);
    } catch (Throwable surprise) {
      drop(connection, surprise);
    }
  }

  private void takeReservation() {
    counters.set(StoreCounter.HUGE_BYTES, reservation.hugeBytes());
    long reserved = reservation.reservedBytes();
    if (reserved != knownReservedBytes) {
      knownReservedBytes = reserved;
      store.reserved(reserved);
    }
    String fault = reservation.fault().orElse("");
    if (!fault.equals(knownFault)) {
      knownFault = fault;
      store.reservationStuck(fault);
    }
  }

  private void takeListener() {
    Runnable change = errand.get() == null ? null : errand.getAndSet(null);
    if (change != null) {
      change.run();
    }
  }

  private void dropSilentNewcomers(long nowNs) {
    newcomers.values().removeIf(connection -> connection.state() != Connection.State.GREETING);
    List<Connection> silent =
        newcomers.values().stream()
            .takeWhile(connection -> nowNs - connection.acceptedAtNs() >= GREETING_TIMEOUT_NS)
            .toList();
    for (Connection connection : silent) {
      counters.increment(StoreCounter.SILENT_CLIENTS);
      close(connection);
    }
  }

  private void lookAfterTouched() {
    for (int i = outgoing.count(); i > 0; i--) {
      Connection connection = outgoing.poll();
      if (connection != null) {
        lookAfter(connection);
      }
    }
  }

  /** Sends, watches for what is needed next, and closes what has to go. */
  private void lookAfter(Connection connection) {
    if (!isAlive(connection)) {
      return;
    }
    try {
      SendQueue.Outcome outcome = connection.flush();
      if (connection.hasOverflowed()) {
        counters.increment(StoreCounter.SLOW_CLIENTS);
        log.warn(() -> "dropped " + connection + ": it does not read its answers", null);
      }
      if (outcome == SendQueue.Outcome.DISCONNECTED
          || connection.hasOverflowed()
          || connection.state() == Connection.State.ENDING) {
        sendAway(connection);
      } else {
        watch(connection);
      }
    } catch (Throwable surprise) {
      drop(connection, surprise);
    }
  }

  private void watch(Connection connection) {
    boolean ready = connection.takesRequests();
    if (ready && connection.isBacklogged()) {
      queueBacklog(connection);
    }
    int interest = (ready ? Poller.READ : 0) | (connection.hasUnsent() ? Poller.WRITE : 0);
    if (interest != connection.interest()) {
      poller.modify(connection.socket().descriptor(), interest, connection.token());
      connection.interest(interest);
    }
  }

  private void queueBacklog(Connection connection) {
    if (connection.markQueued()) {
      backlog.add(connection);
    }
  }

  private void drop(Connection connection, Throwable surprise) {
    counters.increment(StoreCounter.SURPRISES);
    log.warn(
        () -> "dropped " + connection + ": its request failed unexpectedly: " + surprise, surprise);
    sendAway(connection);
  }

  private static boolean isAlive(Connection connection) {
    return connection.state().compareTo(Connection.State.EXPELLED) < 0;
  }

  /** Closes the connection, or says no more if its session has to stay until the client lets go. */
  private void sendAway(Connection connection) {
    if (!isAlive(connection)) {
      return;
    }
    if (!greeter.expel(connection)) {
      close(connection);
      return;
    }
    newcomers.remove(connection.token());
    connection.expel();
    heldLength += connection.heldGrowth(turns);
    poller.modify(connection.socket().descriptor(), HANG_UP_ONLY, connection.token());
    connection.interest(HANG_UP_ONLY);
  }

  private void close(Connection connection) {
    if (connection.state() == Connection.State.CLOSED) {
      return;
    }
    connections.remove(connection.token());
    newcomers.remove(connection.token());
    poller.remove(connection.socket().descriptor());
    connection.close();
    heldLength += connection.heldGrowth(turns);
    counters.add(StoreCounter.CONNECTIONS, -1);
    forget(connection);
  }

  private void forget(Connection connection) {
    try {
      greeter.left(connection);
    } catch (RuntimeException surprise) {
      log.warn(() -> "cleaning up after " + connection + " failed: " + surprise, surprise);
    }
  }

  private void closeAll() {
    acceptor.close();
    connections.values().forEach(Connection::close);
    outgoing.buffers().clear();
    poller.close();
  }
}
