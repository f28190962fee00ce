// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a node speaks TCP.
 *
 * @param listen where to listen; port 0 for any that is free
 * @param advertise what to tell peers instead, such as the address of a router; port 0 for the one
 *     that is listened at; null for what is listened at or, where that is all addresses of this
 *     machine, for one of them
 * @param secret what all nodes of the cluster know; null lets everybody in who can connect
 * @param tls encrypts, and lets in only those that an authority vouches for; null for neither
 * @param flows TCP connections for each peer, 2 to 16: the first for messages and small operations,
 *     the others for bulk
 * @param silenceNs how long a peer may say nothing before it counts as dead; peers say something
 *     four times as often
 * @param machine which machine this is, by its {@link io.tokamak.memory.os.BootId}: what nodes of
 *     the same one send each other goes over no wire, and has no checksum but that of its headers;
 *     null: everything has one
 */
public record TcpOptions(
    InetSocketAddress listen,
    @Nullable InetSocketAddress advertise,
    @Nullable Secret secret,
    @Nullable Tls tls,
    int flows,
    long silenceNs,
    @Nullable UUID machine) {
  private static final long MILLI_NS = 1_000_000;

  /** Checks the bounds. */
  public TcpOptions {
    if (listen.isUnresolved()) {
      throw new IllegalArgumentException("nobody knows the address of " + listen);
    }
    if (advertise != null && (advertise.isUnresolved() || isWildcard(advertise))) {
      throw new IllegalArgumentException(
          "asked to advertise %s, which leads nobody here: name one address of this machine"
              .formatted(advertise));
    }
    if (flows < 2 || flows > Limits.FLOWS) {
      throw new IllegalArgumentException(
          "asked for %d flows per peer, expected 2 to %d".formatted(flows, Limits.FLOWS));
    }
    if (silenceNs < MILLI_NS) {
      throw new IllegalArgumentException(
          "asked for a silence of %d ns, expected a millisecond or more".formatted(silenceNs));
    }
  }

  private static boolean isWildcard(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress();
  }

  /** On the loopback interface, at any port, without a secret. */
  public static TcpOptions loopback() {
    InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new TcpOptions(listen, null, null, null, 3, 4000 * MILLI_NS, null);
  }

  /** The same at another address. */
  public TcpOptions withListen(InetSocketAddress other) {
    return new TcpOptions(other, advertise, secret, tls, flows, silenceNs, machine);
  }

  /** The same with another address for peers. */
  public TcpOptions withAdvertise(InetSocketAddress other) {
    return new TcpOptions(listen, other, secret, tls, flows, silenceNs, machine);
  }

  /** The same with a secret. */
  public TcpOptions withSecret(Secret other) {
    return new TcpOptions(listen, advertise, other, tls, flows, silenceNs, machine);
  }

  /** The same with more or fewer flows. */
  public TcpOptions withFlows(int other) {
    return new TcpOptions(listen, advertise, secret, tls, other, silenceNs, machine);
  }

  /** The same with TLS, which all nodes of the cluster must have then. */
  public TcpOptions withTls(Tls other) {
    return new TcpOptions(listen, advertise, secret, other, flows, silenceNs, machine);
  }

  /** The same with more or less patience. */
  public TcpOptions withSilence(long otherNs) {
    return new TcpOptions(listen, advertise, secret, tls, flows, otherNs, machine);
  }

  /** The same on a machine that is known. */
  public TcpOptions withMachine(UUID other) {
    return new TcpOptions(listen, advertise, secret, tls, flows, silenceNs, other);
  }
}
