// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.FabricAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Addresses as text: {@code 10.0.0.7:7420}, {@code [::1]:7420}. Numbers only: looking up a name may
 * take seconds, and the thread that connects serves all peers.
 */
final class Locations {
  private Locations() {}

  static FabricAddress of(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    String text = host.getHostAddress();
    if (!host.isLinkLocalAddress()) {
      text = text.replaceFirst("%.*", ""); // the name of an interface, known to this machine only
    }
    boolean six = host instanceof Inet6Address;
    return new FabricAddress(
        TcpFabric.NAME, (six ? "[" + text + "]" : text) + ":" + address.getPort());
  }

  /** Reads it; throws {@link IllegalArgumentException}. */
  static InetSocketAddress parse(FabricAddress address) {
    HostAndPort text = HostAndPort.parse(address.location(), -1);
    if (!address.fabric().equals(TcpFabric.NAME) || text.port() < 0) {
      throw new IllegalArgumentException("expected tcp://NUMERIC-ADDRESS:PORT");
    }
    return new InetSocketAddress(InetAddress.ofLiteral(text.host()), text.port());
  }
}
