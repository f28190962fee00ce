// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.shm.ShmFabric;
import io.tokamak.fabric.shm.ShmOptions;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.PrivateDirectory;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.memory.os.UnixSocket;
import io.tokamak.store.service.StoreServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

/** Opens the fabrics of a node: all or none. */
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

  NodeFabrics(ClusterPlan plan, Readiness readiness, LongSupplier clock) {
    this.plan = plan;
    this.readiness = readiness;
    this.clock = clock;
  }

  /**
   * Opens those that are wanted, the best first.
   *
   * @param store whose memory others may map
   * @throws IOException when an address cannot be listened at
   */
  List<Fabric> open(StoreServer store) throws IOException {
    List<Fabric> opened = new ArrayList<>();
    try {
      for (String name : plan.config().fabrics()) {
        if (name.equals(TcpFabric.NAME)) {
          opened.add(tcp());
        } else {
          shm(store).ifPresent(opened::add);
        }
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.forEach(Fabric::close);
      throw e;
    }
  }

  private Fabric tcp() throws IOException {
    try {
      return new TcpFabric(plan.self(), plan.tcp(), clock, readiness);
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
