// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.node.cluster.ClusterConfig.TlsFiles;
import io.tokamak.node.cluster.ClusterSecret;
import java.util.Optional;

/**
 * Another node that should be reached.
 *
 * @param address HOST:PORT
 * @param secret of the cluster; empty to say nothing about it
 * @param tls what TLS needs; empty to speak without
 */
public record Peer(String address, Optional<ClusterSecret> secret, Optional<TlsFiles> tls) {}
