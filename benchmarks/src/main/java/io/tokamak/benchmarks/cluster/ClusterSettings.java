// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.BenchException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How ranks find each other, and what their nodes are like.
 *
 * @param rendezvous a directory in which ranks find each other, unless the cluster has a directory
 *     of its own
 * @param directory redis://... of the cluster's directory
 * @param join HOST:PORT of the node that keeps the cluster's directory
 * @param secretFile of the cluster
 * @param host the address of this machine for the others
 * @param fabrics of the nodes, the best first; empty: what a node does by itself
 * @param protocol of all fetches; empty: the cheapest
 * @param patience how long the first rank at any point waits for the last
 */
public record ClusterSettings(
    Path rendezvous,
    Optional<String> directory,
    Optional<String> join,
    Optional<Path> secretFile,
    Optional<String> host,
    List<String> fabrics,
    Optional<String> protocol,
    Duration patience) {
  /** The variable with a Redis address that nobody else is to see. */
  static final String DIRECTORY = "TOKAMAK_DIRECTORY";

  /** The variable with the secret of a cluster. */
  static final String SECRET = "TOKAMAK_SECRET";

  /** Copies the list. */
  public ClusterSettings {
    fabrics = List.copyOf(fabrics);
  }

  /** Whether the cluster has a directory before the ranks start. */
  boolean hasDirectory() {
    return directory.isPresent() || join.isPresent();
  }

  /** Whether the nodes are told a secret by who starts them. */
  boolean hasSecret() {
    return secretFile.isPresent() || !System.getenv().getOrDefault(SECRET, "").isEmpty();
  }

  Optional<InetAddress> address() {
    try {
      return host.isPresent() ? Optional.of(InetAddress.getByName(host.get())) : Optional.empty();
    } catch (UnknownHostException e) {
      throw new BenchException("--host " + host.get() + " is no address that is known here", e);
    }
  }
}
