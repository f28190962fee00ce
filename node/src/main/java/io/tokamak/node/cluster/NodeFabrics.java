// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.shm.ShmFabric;
import io.tokamak.fabric.shm.ShmOptions;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.ucx.UcxFabric;
import io.tokamak.fabric.ucx.UcxOptions;
import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.fabric.ucx.UcxUnavailableException;
import io.tokamak.fabric.ucx.UcxWay;
import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.PrivateDirectory;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.node.manager.OwnWays;
import io.tokamak.store.service.StoreServer;
import io.tokamak.transfer.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Opens the fabrics of a node: all or none; those that the machine does not have are left out. */
final class NodeFabrics {
  private static final Logger LOGGER = System.getLogger(NodeFabrics.class.getName());
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final String SUFFIX = ".fabric";
  private static final Duration STARTING = Duration.ofSeconds(10);
  private static final int PROBE_TIMEOUT_MS = 100;
  private static final int CONNECTION_REFUSED = 111;

  private final ClusterPlan plan;
  private final Readiness readiness;
  private final LongSupplier clock;
  private final List<String> missing = new ArrayList<>();
  private String how = "";

  NodeFabrics(ClusterPlan plan, Readiness readiness, LongSupplier clock) {
    this.plan = plan;
    this.readiness = readiness;
    this.clock = clock;
  }

  /**
   * What was opened.
   *
   * @param fabrics the best first
   * @param ways what there is to know of them, and why there are no more
   */
  record Opened(List<Fabric> fabrics, OwnWays ways) {}

  /**
   * Opens those that are wanted, the best first.
   *
   * @param store whose memory others may map
   * @throws IOException when an address cannot be listened at, or UCX is wanted and not there
   */
  Opened open(StoreServer store) throws IOException {
    List<Fabric> opened = new ArrayList<>();
    try {
      for (String name : plan.config().fabrics()) {
        switch (name) {
          case TcpFabric.NAME -> opened.add(tcp());
          case UcxFabric.NAME -> ucx(store).ifPresent(opened::add);
          default -> shm(store).ifPresent(opened::add);
        }
      }
      return new Opened(opened, new OwnWays(how, missing));
    } catch (IOException | RuntimeException e) {
      opened.forEach(Fabric::close);
      throw e;
    }
  }

  /** Where no card does RDMA, UCX is not better than what is there without it. */
  private Optional<Fabric> ucx(StoreServer store) throws IOException {
    if (!plan.config().insistsOnUcx()) {
      UcxSupport support = UcxSupport.lookForCards();
      if (!support.hasRdma()) {
        missing.add(support.reason());
        return Optional.empty();
      }
    }
    try {
      return Optional.of(openUcx(store));
    } catch (UcxUnavailableException e) {
      if (plan.config().insistsOnUcx()) {
        throw new IOException(e.getMessage() + "; or leave ucx out of --fabrics", e);
      }
      LOGGER.log(Level.WARNING, "no RDMA: {0}", e.getMessage());
      missing.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Fabric openUcx(StoreServer store) throws IOException {
    UcxOptions options = UcxOptions.of(plan.tcpOfUcx());
    UcxFabric fabric = listening(() -> new UcxFabric(plan.self(), options, clock, readiness));
    try {
      boolean whole = plan.config().transfers().registration() == Registration.WHOLE_STORE;
      tell(fabric.way(), whole ? registered(fabric, store.mapping()) : "");
      return fabric;
    } catch (RuntimeException e) {
      fabric.close();
      throw e;
    }
  }

  /** Registers all memory. Returns what that took, in words; empty where no card needs it. */
  private static String registered(UcxFabric fabric, MemorySegment memory) {
    long beganNs = System.nanoTime();
    fabric.pin(memory);
    long tookNs = System.nanoTime() - beganNs;
    return fabric.way().direct() ? "; " + UcxWay.registered(memory.byteSize(), tookNs) : "";
  }

  private void tell(UcxWay way, String more) {
    how = "%s %s%s".formatted(UcxFabric.NAME, way.text(), more);
    LOGGER.log(Level.INFO, "{0}", how);
    if (way.isWasteful()) {
      missing.add(way.warning());
      LOGGER.log(Level.WARNING, "{0}", way.warning());
    }
  }

  private Fabric tcp() throws IOException {
    return listening(() -> new TcpFabric(plan.self(), plan.tcp(), clock, readiness));
  }

  /** Opens a fabric that listens. */
  @FunctionalInterface
  private interface Opening<F extends Fabric> {
    F open() throws IOException;
  }

  private <F extends Fabric> F listening(Opening<F> opening) throws IOException {
    try {
      return opening.open();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen at %s (%s): choose another --listen, or stop what listens there"
              .formatted(plan.config().network().listen(), e.getMessage()),
          e);
    }
  }

  /** Without it nodes of this machine speak TCP with each other, and say so. */
  private Optional<Fabric> shm(StoreServer store) {
    try {
      Path directory = directory();
      removeStale(directory);
      Path socket = directory.resolve(Long.toHexString(plan.self().node()) + SUFFIX);
      ShmFabric fabric = new ShmFabric(plan.self(), ShmOptions.at(socket), clock, readiness);
      fabric.share(store.mapping(), store.sharedPath());
      return Optional.of(fabric);
    } catch (IOException | UncheckedIOException | SystemCallException e) {
      LOGGER.log(Level.WARNING, "nodes of this machine cannot share memory: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private static Path directory() {
    String user = Integer.toUnsignedString(ProcessIdentity.currentUid());
    return PrivateDirectory.ensure(SHARED_MEMORY.resolve("tokamak-" + user));
  }

  /** What nodes left that were killed and never came back. */
  private static void removeStale(Path directory) throws IOException {
    try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path socket : sockets) {
        if (isStale(socket)) {
          Files.deleteIfExists(socket);
          Files.deleteIfExists(socket.resolveSibling(socket.getFileName() + ".table"));
        }
      }
    }
  }

  /** A socket that is new may belong to a node that is just about to listen. */
  private static boolean isStale(Path socket) throws IOException {
    if (isNew(socket)) {
      return false;
    }
    try (UnixSocket alive = UnixSocket.connect(socket, PROBE_TIMEOUT_MS)) {
      return alive.descriptor() < 0;
    } catch (SystemCallException failure) {
      return failure.errno() == CONNECTION_REFUSED;
    }
  }

  /** One that is gone was removed by another node that has just started. */
  private static boolean isNew(Path socket) throws IOException {
    try {
      Instant made = Files.getLastModifiedTime(socket).toInstant();
      return made.isAfter(Instant.now().minus(STARTING));
    } catch (NoSuchFileException removed) {
      return true;
    }
  }
}
