// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.Segment;
import io.tokamak.memory.SegmentHeader;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.os.Poller;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.store.ObjectStore;
import io.tokamak.store.StoreClock;
import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import io.tokamak.store.StoreListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running store: its memory, its socket, its threads. Clients of this machine can connect from
 * the moment {@link #start} returns until {@link #stop}.
 *
 * <p>Thread-safe.
 */
public final class StoreServer implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(StoreServer.class.getName());
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private static final int EVENTS_PER_WAIT = 256;

  private final Path socket;
  private final SegmentFile segmentFile;
  private final Reservation reservation;
  private final ObjectStore store;
  private final Segment segment;
  private final LocalService service;
  private final Thread thread;

  /**
   * How a store is doing.
   *
   * @param capacityBytes usable bytes for objects, all told
   * @param reservedBytes how many of them are reserved so far
   * @param fault why the reservation does not go on; empty when nothing is wrong
   * @param sessions clients that are connected
   */
  public record Status(
      long capacityBytes, long reservedBytes, Optional<String> fault, long sessions) {}

  private StoreServer(
      SocketPlace place,
      SegmentFile segmentFile,
      Segment segment,
      Reservation reservation,
      ObjectStore store,
      LocalService service,
      Resources resources) {
    this.socket = place.socket();
    this.segmentFile = segmentFile;
    this.segment = segment;
    this.reservation = reservation;
    this.store = store;
    this.service = service;
    this.thread =
        Thread.ofPlatform().name("tokamak-store").unstarted(() -> serve(service, resources));
  }

  /** What was acquired, given back in reverse order. */
  private static final class Resources implements AutoCloseable {
    private final ArrayDeque<AutoCloseable> acquired = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
      acquired.push(resource);
      return resource;
    }

    @Override
    public void close() {
      while (!acquired.isEmpty()) {
        closeNext();
      }
    }

    private void closeNext() {
      try {
        acquired.pop().close();
      } catch (Exception e) {
        LOGGER.log(
            Level.WARNING, "something of the store could not be closed: " + e.getMessage(), e);
      }
    }
  }

  /**
   * Starts a store. What it needs first is reserved when this returns; the rest of the memory
   * follows in the background.
   *
   * @throws StoreStartException when another node has the socket, or it or a directory cannot be
   *     used
   * @throws io.tokamak.memory.InsufficientMemoryException when there is less memory than the
   *     configuration asks for
   */
  public static StoreServer start(StoreConfig config) {
    return start(config, new SystemClock());
  }

  /** The same by another clock. */
  static StoreServer start(StoreConfig config, StoreClock clock) {
    Resources resources = new Resources();
    try {
      StoreServer server = create(config, clock, resources);
      server.reservation.start();
      server.thread.start();
      return server;
    } catch (RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  private static StoreServer create(StoreConfig config, StoreClock clock, Resources resources) {
    SegmentGeometry geometry =
        new SegmentGeometry(config.capacityBytes(), config.slotCount(), config.objectCount());
    SocketPlace place = resources.add(SocketPlace.claim(config.socket(), config.allowOtherUsers()));
    SegmentFile segmentFile = resources.add(SegmentFile.create(config, place.socket(), geometry));
    Segment segment = format(segmentFile, geometry, clock);
    SecureRandom random = new SecureRandom();
    ObjectStore store = new ObjectStore(segment, config.settings(), clock, segmentFile, random);
    Poller poller = resources.add(Poller.open(EVENTS_PER_WAIT));
    Reservation reservation = resources.add(new Reservation(segmentFile, geometry, poller::wakeUp));
    StoreCounters counters = store.counters();
    Access access = new Access(ProcessIdentity.currentUid(), config.allowOtherUsers());
    Greeter greeter = new Greeter(store, segmentFile, segment.header(), access, counters);
    UnixListener listener = resources.add(place.listen());
    LocalService service =
        new LocalService(store, clock, poller, listener, greeter, reservation, counters);
    return new StoreServer(place, segmentFile, segment, reservation, store, service, resources);
  }

  private static Segment format(SegmentFile file, SegmentGeometry geometry, StoreClock clock) {
    int pid = (int) ProcessHandle.current().pid();
    SegmentHeader header = new SegmentHeader(geometry, newEpoch(), pid, clock.epochMicros());
    return Segment.format(file.mapping(), new MappedWords(file.mapping()), header);
  }

  private static long newEpoch() {
    long epoch = new SecureRandom().nextLong();
    return epoch == 0 ? 1 : epoch;
  }

  private static void serve(LocalService service, Resources resources) {
    try {
      service.run();
    } catch (RuntimeException | Error fatal) {
      LOGGER.log(Level.ERROR, "the store stops: " + fatal, fatal);
    } finally {
      resources.close();
    }
  }

  /** Where clients connect: an absolute path. */
  public Path socket() {
    return socket;
  }

  /** Where the memory is; empty when it has no path. */
  public Optional<Path> segmentPath() {
    return segmentFile.path();
  }

  /**
   * A path by which other processes of this user can open the memory, whether it has one or not.
   */
  public Path sharedPath() {
    return segmentFile
        .path()
        .orElseGet(() ->
            Path.of(
                "/proc",
                Long.toString(ProcessHandle.current().pid()),
                "fd",
                Integer.toString(segmentFile.descriptorFor(true))));
  }

  /**
   * The memory as this process has it mapped, until the store has ended: an access after that
   * throws {@link IllegalStateException}. Reading is for everybody in the process; what else the
   * store and its clients alone may do stands with the parts.
   */
  public Segment segment() {
    return segment;
  }

  /** The same mapping as a whole, as {@link SegmentGeometry} divides it. */
  public MemorySegment mapping() {
    return segmentFile.mapping();
  }

  /** See {@link ObjectStore#entriesEverUsed}. */
  public int entriesEverUsed() {
    return store.entriesEverUsed();
  }

  /**
   * Tells a listener of the same process, in place of any other; {@code null} tells nobody. It
   * hears that it began soon after. While there is one, clients ring at their seals.
   */
  public void listen(@Nullable StoreListener listener) {
    service.listen(listener);
  }

  /** How it is doing now. */
  public Status status() {
    return new Status(
        segment.geometry().capacityBytes(),
        Math.min(reservation.reservedBytes(), segment.geometry().capacityBytes()),
        reservation.fault(),
        store.counters().get(StoreCounter.SESSIONS));
  }

  /** Whether it serves. */
  public boolean isRunning() {
    return thread.isAlive();
  }

  /**
   * Waits until it has ended and everything of it is removed; returns whether that happened in
   * time.
   */
  public boolean join(Duration timeout) throws InterruptedException {
    return thread.join(timeout);
  }

  /**
   * Stops: no more connections, clients see the end of the stream, then socket, segment and locks
   * are removed. Returns when that is done, or says in the log that it took too long. Can be
   * repeated.
   */
  public void stop() {
    service.stop();
    try {
      if (!thread.join(STOP_TIMEOUT)) {
        LOGGER.log(Level.ERROR, "the store thread did not end within {0}", STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }
}
