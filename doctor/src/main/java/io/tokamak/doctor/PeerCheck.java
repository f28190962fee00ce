// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.tcp.TcpAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether another node can be reached: its name, its port, what it says. Each step only when the
 * one before went well.
 *
 * @param peer which one
 * @param greeting talks to it
 */
record PeerCheck(Peer peer, Greeting greeting) implements Check {
  private static final int CONNECT_TIMEOUT_MS = 2000;
  private static final int NO_PORT = 0;
  private static final String NAME = "peer name";
  private static final String PORT = "peer port";

  @Override
  public List<Finding> look() {
    List<Finding> findings = new ArrayList<>();
    try {
      InetSocketAddress address = TcpAddress.resolve(peer.address(), NO_PORT);
      if (address.getPort() == NO_PORT) {
        throw new IllegalArgumentException(peer.address() + " has no port");
      }
      findings.add(
          Finding.ok(
              NAME, "%s is %s".formatted(peer.address(), address.getAddress().getHostAddress())));
      findings.add(port(address));
      if (findings.getLast().verdict() == Verdict.OK) {
        findings.add(greeting.look());
      }
    } catch (IllegalArgumentException nowhere) {
      findings.add(
          Finding.missing(
              NAME,
              String.valueOf(nowhere.getMessage()),
              "write --peer HOST:PORT with the address that `tokamak nodes` shows there"));
    }
    return findings;
  }

  private static Finding port(InetSocketAddress address) {
    String where = "%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort());
    long startNs = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_TIMEOUT_MS);
      return Finding.ok(
          PORT,
          String.format(
              Locale.ROOT, "%s answers in %.1f ms", where, (System.nanoTime() - startNs) / 1e6));
    } catch (SocketTimeoutException silent) {
      return Finding.missing(
          PORT,
          where + " says nothing within 2 s",
          "is the machine up, and does a firewall let TCP port %d through?"
              .formatted(address.getPort()));
    } catch (ConnectException refused) {
      return Finding.missing(
          PORT,
          "nobody listens at " + where,
          "start a node there with --listen; by default one listens on 127.0.0.1 only");
    } catch (NoRouteToHostException unreachable) {
      return Finding.missing(
          PORT, "no way to " + where, "check routes and firewalls (ip route get, ping)");
    } catch (IOException e) {
      return Finding.missing(PORT, where + ": " + e.getMessage(), "check address and network");
    }
  }
}
