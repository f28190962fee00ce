// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.FabricAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Addresses as people write them: {@code node7:7420}, {@code 10.0.0.7:7420}, {@code [::1]:7420},
 * with {@code *} for all addresses of this machine. Nodes tell each other numbers only; names are
 * looked up once, where a configuration is read. That may take seconds: never in the thread that
 * polls.
 */
public final class TcpAddress {
  private TcpAddress() {}

  /** Looks up names; as {@link InetAddress#getByName}. */
  @FunctionalInterface
  interface Names {
    InetAddress find(String host) throws UnknownHostException;
  }

  /**
   * Looks an address up.
   *
   * @param text {@code host} or {@code host:port}
   * @param defaultPort if the text has none
   * @throws IllegalArgumentException when it is no address, or nobody knows the name
   */
  public static InetSocketAddress resolve(String text, int defaultPort) {
    return resolve(text, defaultPort, InetAddress::getByName);
  }

  /** Looks up where another node is, such as the one to join; as {@link #resolve}. */
  public static FabricAddress peer(String text, int defaultPort) {
    InetSocketAddress address = resolve(text, defaultPort);
    if (address.getPort() == 0 || address.getAddress().isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "'%s' is no place where a node can be: expected HOST:PORT".formatted(text));
    }
    return Locations.of(address);
  }

  static InetSocketAddress resolve(String text, int defaultPort, Names names) {
    try {
      HostAndPort parts = HostAndPort.parse(text.strip(), defaultPort);
      if (parts.host().isEmpty()) {
        throw new IllegalArgumentException("it has no host");
      }
      return parts.host().equals("*")
          ? new InetSocketAddress(parts.port())
          : new InetSocketAddress(names.find(parts.host()), parts.port());
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException(
          "address '%s': nobody knows the name; correct it, or write the address in numbers"
              .formatted(text),
          unknown);
    } catch (IllegalArgumentException nonsense) {
      throw new IllegalArgumentException(
          "address '%s': %s".formatted(text, nonsense.getMessage()), nonsense);
    }
  }
}
