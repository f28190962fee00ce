// SPDX-License-Identifier: Apache-2.0

/**
 * Nodes over TCP. One thread owns a {@link io.tokamak.fabric.tcp.TcpFabric} with all its sockets;
 * reads, writes and atomics of peers are served while it polls. The frames are described in
 * docs/fabric-protocol.md.
 */
@NullMarked
package io.tokamak.fabric.tcp;

import org.jspecify.annotations.NullMarked;
