// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A port of an RDMA device, as the kernel shows it.
 *
 * @param number from 1 on
 * @param state such as {@code ACTIVE} or {@code DOWN}
 * @param linkLayer {@code InfiniBand} or {@code Ethernet}, which then is RoCE
 * @param rate such as {@code 100 Gb/sec (4X EDR)}
 * @param gids its addresses, those that are set
 */
public record RdmaPort(int number, String state, String linkLayer, String rate, List<Gid> gids) {

  /**
   * An address of a port.
   *
   * @param index how programs name it
   * @param address as an IPv6 address
   * @param type such as {@code RoCE v2}
   * @param network the interface of an Ethernet port that it came from; empty if unknown
   */
  public record Gid(int index, String address, String type, String network) {
    private static final String IPV4 = "0000:0000:0000:0000:0000:ffff:";
    private static final String LINK_LOCAL = "fe80:";

    /** As people write it: an IPv4 address if it was made of one. */
    public String text() {
      if (!isIpv4()) {
        return address;
      }
      int number = Integer.parseUnsignedInt(address.substring(IPV4.length()).replace(":", ""), 16);
      return "%d.%d.%d.%d"
          .formatted(number >>> 24, number >>> 16 & 0xff, number >>> 8 & 0xff, number & 0xff);
    }

    /** Whether it was made of an IPv4 address. */
    public boolean isIpv4() {
      return address.startsWith(IPV4);
    }

    /** Whether it reaches no further than the link. */
    public boolean isLinkLocal() {
      return address.startsWith(LINK_LOCAL);
    }
  }

  /** Keeps the addresses as they are. */
  public RdmaPort {
    gids = List.copyOf(gids);
  }

  /** Whether it can be used. */
  public boolean isActive() {
    return state.equals("ACTIVE");
  }

  /** Whether it speaks RoCE, over Ethernet. */
  public boolean isEthernet() {
    return linkLayer.equals("Ethernet");
  }

  /**
   * The address that reaches furthest: over Ethernet one of RoCE v2, which routers know, made of an
   * IPv4 address, then of another one, then one of the link alone.
   */
  public Optional<Gid> bestGid() {
    return gids.stream().min(Comparator.comparingInt(RdmaPort::rank));
  }

  private static int rank(Gid gid) {
    int version = gid.type().equals("RoCE v1") ? 3 : 0;
    if (gid.isIpv4()) {
      return version;
    }
    return version + (gid.isLinkLocal() ? 2 : 1);
  }
}
