// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import io.tokamak.benchmarks.harness.BenchException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How the ranks of a run come together: the first one leaves an invitation, the others look for it.
 * An invitation that a run before left behind leads nowhere, and is looked at again.
 *
 * @param membership which one this is
 * @param rendezvous where the invitation is left
 * @param host the address of this machine for the others; empty: what the system says
 * @param patience how long the first at any point waits for the last
 */
public record Meeting(
    Membership membership, Rendezvous rendezvous, Optional<InetAddress> host, Duration patience) {
  private static final int CONNECT_MS = 2_000;
  private static final long RETRY_NS = 50_000_000;
  private static final int TOKEN_BYTES = 32;

  /**
   * Comes together with the others.
   *
   * @param withSecret whether the invitation has a secret for the nodes
   */
  public Ranks join(boolean withSecret) {
    return membership.isFirst() ? host(withSecret) : look();
  }

  private Ranks host(boolean withSecret) {
    try {
      String token = random();
      Coordinator coordinator = Coordinator.start(listenAt(), token, membership.size(), patience);
      Invitation invitation =
          new Invitation(addresses(), coordinator.port(), token, withSecret ? random() : "");
      InetAddress self = host.orElse(InetAddress.getLoopbackAddress());
      Ranks ranks = ranks(coordinator, invitation, self.getHostAddress());
      rendezvous.invite(invitation);
      return ranks;
    } catch (IOException e) {
      throw new BenchException("the first rank cannot wait for the others: " + e, e);
    }
  }

  private @Nullable InetAddress listenAt() {
    return membership.together()
        ? host.orElse(InetAddress.getLoopbackAddress())
        : host.orElse(null);
  }

  private List<String> addresses() throws IOException {
    if (host.isPresent() || membership.together()) {
      return List.of(host.orElse(InetAddress.getLoopbackAddress()).getHostAddress());
    }
    List<InetAddress> all = new ArrayList<>();
    for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
      if (each.isUp() && !each.isLoopback()) {
        each.inetAddresses().filter(one -> !one.isLinkLocalAddress()).forEach(all::add);
      }
    }
    all.add(InetAddress.getLoopbackAddress());
    all.sort(
        Comparator.comparing((InetAddress one) -> one.isLoopbackAddress())
            .thenComparing(one -> !(one instanceof Inet4Address)));
    return all.stream().map(InetAddress::getHostAddress).toList();
  }

  private static String random() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Ranks look() {
    long deadlineNs = System.nanoTime() + patience.toNanos();
    String found = "there is no invitation";
    while (System.nanoTime() - deadlineNs < 0) {
      Optional<Invitation> invitation = rendezvous.look();
      if (invitation.isPresent()) {
        for (String address : invitation.get().addresses()) {
          try {
            return ranks(null, invitation.get(), address);
          } catch (IOException notThere) {
            found = "%s does not answer: %s".formatted(invitation.get(), notThere.getMessage());
          }
        }
      }
      LockSupport.parkNanos(RETRY_NS);
    }
    throw new BenchException(
        "rank %d of %d did not find rank 0 by %s within %d s: %s"
            .formatted(
                membership.rank(), membership.size(), rendezvous, patience.toSeconds(), found));
  }

  private Ranks ranks(@Nullable Coordinator coordinator, Invitation invitation, String address)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(address, invitation.port()), CONNECT_MS);
      Ranks ranks = new Ranks(membership, coordinator, invitation, socket, patience);
      ranks.introduce(Ranks.hostName());
      return ranks;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
