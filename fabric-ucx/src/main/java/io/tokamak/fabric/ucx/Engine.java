// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.ucx.ucp.Ucp;
import io.tokamak.fabric.ucx.ucp.UcpContext;
import io.tokamak.fabric.ucx.ucp.UcpException;
import io.tokamak.fabric.ucx.ucp.UcpParameters;
import io.tokamak.fabric.ucx.ucp.UcpVersion;
import io.tokamak.fabric.ucx.ucp.UcpWorker;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.function.IntFunction;

/** All that one fabric has of UCX: a context, a worker, the paths, and what arrives. */
final class Engine implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  private final Arena arena = Arena.ofShared();
  private final Opened opened = new Opened();
  private final String transports;
  private final boolean direct;
  private final boolean cards;
  private final boolean keepsOrder;

  /** Whether they may take part, and there are some. */
  private final boolean pins;

  private final UcpContext context;
  private final UcpWorker worker;
  private final EventPump pump;
  private final Slots slots = new Slots(arena);
  private final Inbox inbox = new Inbox();
  private final Ways ways;
  private final byte[] address;
  private final int ucxVersion;

  /** How many surprises are worth a line. */
  private long remarkable = 1;

  /**
   * Opens devices.
   *
   * @param wakeUp called by another thread when there is something, after {@link #arm}
   * @throws UcxUnavailableException when that is not possible
   */
  Engine(UcxOptions options, Runnable wakeUp) {
    this(options, descriptor -> new EventPump(descriptor, wakeUp));
  }

  /** The same with another way to watch the descriptor that tells of events. */
  Engine(UcxOptions options, IntFunction<EventPump> watch) {
    if (!Ucp.LIBRARY.reason().isEmpty()) {
      throw new UcxUnavailableException("ucx: " + Ucp.LIBRARY.reason());
    }
    RdmaDevices devices = RdmaDevices.ofThisMachine();
    Map<String, String> environment = System.getenv();
    UcpVersion version = Ucp.LIBRARY.version().orElseThrow();
    Fencing fencing = new Fencing(version);
    Map<String, String> settings =
        options.effective(environment, !devices.usable().isEmpty(), fencing.settings());
    Map<String, String> inForce = Fencing.inForce(environment, settings);
    transports = settings.getOrDefault("TLS", environment.getOrDefault("UCX_TLS", ""));
    direct = options.isDirect(transports);
    cards = UcxOptions.isRdma(transports);
    keepsOrder =
        fencing.keepsOrder(inForce, cards, UcxWay.expected(inForce, devices.usable()).cards());
    pins = cards || (UcxOptions.mayUseCards(transports) && !devices.usable().isEmpty());
    ucxVersion = version.major() << 16 | version.minor();
    opened.add(arena::close);
    boolean whole = false;
    try {
      requireLockable(0);
      context = UcpContext.open(settings, direct);
      opened.add(context::close);
      Ways[] made = new Ways[1];
      worker = new UcpWorker(context, inbox, (number, status) -> made[0].failed(number, status));
      opened.add(worker::close);
      ways = new Ways(worker, parameters(), slots, pins);
      made[0] = ways;
      address = worker.address();
      pump = watch.apply(worker.eventDescriptor());
      whole = true;
    } catch (UcxUnavailableException refused) {
      throw refused;
    } catch (RuntimeException refused) {
      throw unavailable(refused, devices);
    } finally {
      if (!whole) {
        opened.close();
      }
    }
  }

  /**
   * Cards reach only what is pinned.
   *
   * @param wantedBytes besides what UCX needs
   * @throws UcxUnavailableException when this process may not pin so much
   */
  void requireLockable(long wantedBytes) {
    if (pins) {
      MemoryLimit.require(wantedBytes);
    }
  }

  private UcxUnavailableException unavailable(RuntimeException refused, RdmaDevices devices) {
    String hint =
        cards && !devices.reason().isEmpty()
            ? devices.reason()
            : "transports %s, devices %s".formatted(transports, devices.usable());
    return new UcxUnavailableException(
        "ucx: %s: %s; ucx_info -d lists what there is".formatted(refused.getMessage(), hint),
        refused);
  }

  private Path.Parameters parameters() {
    return new Path.Parameters(
        UcpParameters.plain(arena),
        UcpParameters.eager(arena),
        UcpParameters.forced(arena),
        UcpParameters.word(arena));
  }

  /**
   * Network cards check every packet ({@code payloadChecked}), and keys of whole registrations, but
   * not the bounds of regions: that is done by who asks.
   */
  FabricCapabilities capabilities() {
    return new FabricCapabilities(
        direct && cards,
        direct && cards,
        false,
        false,
        !direct,
        direct && cards,
        !(direct && cards),
        Limits.MESSAGE_BYTES,
        Long.MAX_VALUE);
  }

  String transports() {
    return transports;
  }

  boolean isDirect() {
    return direct;
  }

  /** Whether reads behind a fence may be asked for before those in front of it have ended. */
  boolean keepsOrder() {
    return keepsOrder;
  }

  UcpContext context() {
    return context;
  }

  UcpWorker worker() {
    return worker;
  }

  Ways ways() {
    return ways;
  }

  Slots slots() {
    return slots;
  }

  Inbox inbox() {
    return inbox;
  }

  Arena arena() {
    return arena;
  }

  /**
   * Says in the log that UCX brought what nobody could use: seldom, however much it is.
   *
   * @return whether it was said
   */
  boolean reportSurprises() {
    long surprises = worker.surprises() + inbox.strange();
    if (surprises < remarkable) {
      return false;
    }
    remarkable = 2 * surprises;
    Throwable defect = worker.defect();
    String what =
        "UCX brought what no node sends, or what could not be noted, %d times; it was dropped"
            .formatted(surprises);
    if (defect == null) {
      LOG.log(System.Logger.Level.WARNING, what);
    } else {
      LOG.log(System.Logger.Level.WARNING, what, defect);
    }
    return true;
  }

  /** Has the next event told; false if there is something to do already. */
  boolean arm() {
    boolean quiet = worker.arm();
    if (quiet) {
      pump.watch();
    }
    return quiet;
  }

  /** Whether an event was told since this was asked the last time. */
  boolean hasFired() {
    return pump.hasFired();
  }

  Notice wireUp(int path, long connection) {
    return new Notice.WireUp(Notice.VERSION, direct, path, connection, ucxVersion, address);
  }

  /** The path to a peer that has told how to reach it. */
  Path join(NodeRef peer, int path, Notice.WireUp wireUp) {
    if (wireUp.direct() != direct) {
      throw new BadFrameException(
          "one of the nodes reads by network card and the other does not; here it is %s over %s"
              .formatted(direct ? "done" : "not done", transports));
    }
    try {
      return ways.agree(peer, path, wireUp.address());
    } catch (UcpException unreachable) {
      throw new BadFrameException(
          "no transport leads to the peer: %s; here there is %s, there UCX %s"
              .formatted(unreachable.getMessage(), transports, version(wireUp.ucxVersion())));
    }
  }

  private static UcpVersion version(int number) {
    return new UcpVersion(number >>> 16, number & 0xffff, 0);
  }

  /** What must not be closed is left to the end of the process. */
  @Override
  public void close() {
    pump.close();
    if (ways.hasAbandoned()) {
      LOG.log(System.Logger.Level.INFO, "a path to a peer never came about; UCX keeps its memory");
      return;
    }
    opened.close();
  }
}
