// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.transfer.ManagerSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What one can choose about a node's part in a cluster. Everything has a good default, under which
 * nodes of the same user on the same machine find each other once told where; change it with the
 * {@code with} methods.
 *
 * @param name for people; empty for the machine's name and the port
 * @param network where it listens, and who may come
 * @param directory who keeps the directory
 * @param fabrics how bytes may move, the best first: {@code ucx}, {@code shm}, {@code tcp}. As they
 *     are by default, {@code ucx} counts where a network card does RDMA; in any other list it is
 *     wanted, whatever it goes over
 * @param transfers how objects are moved
 */
public record ClusterConfig(
    String name,
    Network network,
    DirectoryChoice directory,
    List<String> fabrics,
    ManagerSettings transfers) {
  /** All fabrics there are, the best first. */
  public static final List<String> ALL_FABRICS = List.of("ucx", "shm", "tcp");

  /**
   * Where a node listens, and who may come.
   *
   * @param listen HOST:PORT; port 0 for any that is free, host {@code *} for all addresses
   * @param advertise what others are told; empty for what {@code listen} became
   * @param secret empty for the one of this user
   * @param tls how to encrypt what goes over TCP; empty for not at all
   */
  public record Network(
      String listen,
      Optional<String> advertise,
      Optional<ClusterSecret> secret,
      Optional<TlsFiles> tls) {
    /** On the loopback interface, at any port, for nodes of this user. */
    public static final Network LOOPBACK =
        new Network("127.0.0.1:0", Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * What TLS needs, in PEM.
   *
   * @param certificate of this node, with those between it and the authority
   * @param key of that certificate
   * @param authority that vouches for all nodes of the cluster
   */
  public record TlsFiles(Path certificate, Path key, Path authority) {}

  /** A node that is alone until others join it. */
  public static final ClusterConfig DEFAULT =
      new ClusterConfig(
          "", Network.LOOPBACK, new DirectoryChoice.Own(), ALL_FABRICS, ManagerSettings.defaults());

  /** Fabrics whose nodes can be found at an address alone. */
  private static final List<String> JOINING = List.of("tcp", "ucx");

  /** Checks that the fabrics exist, and that the directory can be reached over them. */
  public ClusterConfig {
    fabrics = List.copyOf(fabrics);
    if (fabrics.isEmpty()
        || !ALL_FABRICS.containsAll(fabrics)
        || fabrics.stream().distinct().count() < fabrics.size()) {
      throw new IllegalArgumentException(
          "found the fabrics %s, expected some of %s, each once".formatted(fabrics, ALL_FABRICS));
    }
    if (directory instanceof DirectoryChoice.Joined && Collections.disjoint(fabrics, JOINING)) {
      throw new IllegalArgumentException(
          "another node can be joined over tcp or ucx only: leave one of them among the fabrics, or"
              + " use a Redis directory");
    }
  }

  /** Whether UCX is wanted where no network card does RDMA. */
  boolean insistsOnUcx() {
    return fabrics.contains("ucx") && !fabrics.equals(ALL_FABRICS);
  }

  /** The same under another name. */
  public ClusterConfig withName(String newName) {
    return new ClusterConfig(newName, network, directory, fabrics, transfers);
  }

  /** The same in another network. */
  public ClusterConfig withNetwork(Network newNetwork) {
    return new ClusterConfig(name, newNetwork, directory, fabrics, transfers);
  }

  /** The same with another directory. */
  public ClusterConfig withDirectory(DirectoryChoice newDirectory) {
    return new ClusterConfig(name, network, newDirectory, fabrics, transfers);
  }

  /** The same with these fabrics only, in this order. */
  public ClusterConfig withFabrics(List<String> newFabrics) {
    return new ClusterConfig(name, network, directory, newFabrics, transfers);
  }

  /** The same with other transfers. */
  public ClusterConfig withTransfers(ManagerSettings newTransfers) {
    return new ClusterConfig(name, network, directory, fabrics, newTransfers);
  }
}
