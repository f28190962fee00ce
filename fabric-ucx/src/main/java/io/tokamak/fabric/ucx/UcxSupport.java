// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.ucx.ucp.Ucp;
import io.tokamak.fabric.ucx.ucp.UcpVersion;
import java.util.List;

/**
 * What this machine has of UCX and of network cards, and why not more.
 *
 * @param version of UCX; empty when it cannot be used
 * @param devices network cards that do RDMA and have a port that is up, such as {@code mlx5_0:1}
 * @param reason why peers are not reached by RDMA, in one line with what to do; empty if they are
 */
public record UcxSupport(String version, List<String> devices, String reason) {
  /** What UCX pins for itself, besides the store of a node. */
  public static final long PINNED_BYTES = MemoryLimit.OWN_BYTES;

  /** Looks for cards, and at the library only if there is one: nothing is loaded in vain. */
  public static UcxSupport lookForCards() {
    RdmaDevices devices = RdmaDevices.ofThisMachine();
    return devices.usable().isEmpty()
        ? new UcxSupport("", List.of(), "ucx: " + devices.reason())
        : look();
  }

  /** Looks at all of it. Loads the library. */
  public static UcxSupport look() {
    if (!Ucp.LIBRARY.reason().isEmpty()) {
      return new UcxSupport("", List.of(), "ucx: " + Ucp.LIBRARY.reason());
    }
    RdmaDevices devices = RdmaDevices.ofThisMachine();
    String version = Ucp.LIBRARY.version().map(UcpVersion::toString).orElse("");
    String reason = devices.reason().isEmpty() ? "" : "ucx " + version + ": " + devices.reason();
    return new UcxSupport(version, devices.usable(), reason);
  }

  /** Whether the library can be used. */
  public boolean isInstalled() {
    return !version.isEmpty();
  }

  /** Whether a network card can be used. */
  public boolean hasRdma() {
    return isInstalled() && !devices.isEmpty();
  }
}
