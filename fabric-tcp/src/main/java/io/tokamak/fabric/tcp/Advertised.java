// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.stream.Stream;

/** What a node tells others about where it listens: something they can reach, if there is any. */
final class Advertised {
  private Advertised() {}

  static InetSocketAddress address(TcpOptions options, InetSocketAddress bound) {
    InetSocketAddress wanted = options.advertise();
    if (wanted != null) {
      int port = wanted.getPort() == 0 ? bound.getPort() : wanted.getPort();
      return new InetSocketAddress(wanted.getAddress(), port);
    }
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(ofThisMachine(), bound.getPort())
        : bound;
  }

  /** The address of the first interface that leads out of this machine, else the loopback one. */
  static InetAddress ofThisMachine() {
    try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
      return all.filter(Advertised::leadsOut)
          .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
          .orElseGet(InetAddress::getLoopbackAddress);
    } catch (SocketException unreadable) {
      return InetAddress.getLoopbackAddress();
    }
  }

  private static boolean leadsOut(NetworkInterface one) {
    try {
      return one.isUp() && !one.isLoopback();
    } catch (SocketException gone) {
      return false;
    }
  }
}
