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
    String host = address.getAddress().getHostAddress();
    boolean six = address.getAddress() instanceof Inet6Address;
    return new FabricAddress(
        TcpFabric.NAME, (six ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** Reads it; throws {@link IllegalArgumentException}. */
  static InetSocketAddress parse(FabricAddress address) {
    String location = address.location();
    int colon = location.lastIndexOf(':');
    if (!address.fabric().equals(TcpFabric.NAME) || colon < 1) {
      throw new IllegalArgumentException("expected tcp://NUMERIC-ADDRESS:PORT");
    }
    String host = location.substring(0, colon).replace("[", "").replace("]", "");
    int port = Integer.parseInt(location.substring(colon + 1));
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
