// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.tcp.TcpAddress;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.fabric.tcp.TcpOptions;
import io.tokamak.fabric.tcp.Tls;
import io.tokamak.fabric.ucx.UcxFabric;
import io.tokamak.memory.os.BootId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration, checked and with its names looked up: what can be refused is refused before
 * anything starts.
 *
 * @param self this life of the node
 * @param config what it was made of
 * @param tcp how to speak TCP
 * @param joinAt where another node keeps the directory; null when none does
 */
record ClusterPlan(
    NodeRef self, ClusterConfig config, TcpOptions tcp, @Nullable FabricAddress joinAt) {
  private static final Logger LOGGER = System.getLogger(ClusterPlan.class.getName());
  private static final int NO_PORT = 0;

  /** Gives the file that the nodes of this user keep their secret in. */
  @FunctionalInterface
  interface SecretPlace {
    /** Where it is; its directory is there. */
    Path file() throws IOException;
  }

  /**
   * Plans.
   *
   * @param socket of the store
   * @throws IllegalArgumentException when a name is unknown, or anybody could come in
   */
  static ClusterPlan of(ClusterConfig config, Path socket, SecretPlace place) {
    ClusterConfig.Network network = config.network();
    InetSocketAddress listen = TcpAddress.resolve(network.listen(), NO_PORT);
    TcpOptions tcp = here().withListen(listen).withSecret(secret(config, listen, place).secret());
    if (network.advertise().isPresent()) {
      tcp = tcp.withAdvertise(TcpAddress.resolve(network.advertise().get(), NO_PORT));
    }
    if (network.tls().isPresent()) {
      ClusterConfig.TlsFiles files = network.tls().get();
      tcp = tcp.withTls(Tls.load(files.certificate(), files.key(), files.authority()));
    }
    return new ClusterPlan(NodeIdentity.of(socket, network.listen()), config, tcp, joinAt(config));
  }

  /** With what it says of the machine. Where that is not known all payloads have checksums. */
  private static TcpOptions here() {
    TcpOptions options = TcpOptions.loopback();
    try {
      return options.withMachine(BootId.here());
    } catch (IOException unknown) {
      return options;
    }
  }

  /**
   * How UCX meets its peers over TCP: at the address that was named if nobody else listens there,
   * else beside it, at any other port.
   */
  TcpOptions tcpOfUcx() {
    if (ucxListens(config)) {
      return tcp;
    }
    TcpOptions beside = tcp.withListen(new InetSocketAddress(tcp.listen().getAddress(), NO_PORT));
    InetSocketAddress advertise = tcp.advertise();
    return advertise == null
        ? beside
        : beside.withAdvertise(new InetSocketAddress(advertise.getAddress(), NO_PORT));
  }

  /** Without TCP it is UCX that meets others at the address that was named. */
  private static boolean ucxListens(ClusterConfig config) {
    return config.fabrics().contains(UcxFabric.NAME) && !config.fabrics().contains(TcpFabric.NAME);
  }

  private static @Nullable FabricAddress joinAt(ClusterConfig config) {
    if (!(config.directory() instanceof DirectoryChoice.Joined(String host))) {
      return null;
    }
    FabricAddress address = TcpAddress.peer(host, NO_PORT);
    return ucxListens(config) ? new FabricAddress(UcxFabric.NAME, address.location()) : address;
  }

  private static ClusterSecret secret(
      ClusterConfig config, InetSocketAddress listen, SecretPlace place) {
    if (config.network().secret().isPresent()) {
      return config.network().secret().get();
    }
    List<String> listening = List.of(TcpFabric.NAME, UcxFabric.NAME);
    boolean open = config.fabrics().stream().anyMatch(listening::contains);
    if (open && !listen.getAddress().isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "--listen %s can be reached from other machines, and no secret says who may come: %s"
              .formatted(config.network().listen(), ClusterSecret.REMEDY));
    }
    return secretOfThisUser(place);
  }

  /** Without a home directory a node is alone, and runs all the same. */
  private static ClusterSecret secretOfThisUser(SecretPlace place) {
    try {
      return ClusterSecret.ofThisUser(place.file());
    } catch (IOException | IllegalArgumentException e) {
      LOGGER.log(
          Level.WARNING,
          "no other node can join this one: there is no secret of this user ({0}); {1}",
          e.getMessage(),
          ClusterSecret.REMEDY);
      return ClusterSecret.ofThisNode();
    }
  }
}
