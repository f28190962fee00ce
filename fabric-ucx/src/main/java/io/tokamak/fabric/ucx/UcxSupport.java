// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.ucx.ucp.Ucp;
import io.tokamak.fabric.ucx.ucp.UcpVersion;
import io.tokamak.memory.os.ProcessLimits;
import java.util.List;
import java.util.Map;

/**
 * What this machine has of UCX and of network cards, and why not more.
 *
 * @param version of UCX; empty when it cannot be used
 * @param devices network cards that do RDMA and have a port that is up, such as {@code mlx5_0:1}
 * @param reason why peers are not reached by RDMA, in one line with what to do; empty if they are
 * @param remedy what to do about the library alone; empty when it can be used
 */
public record UcxSupport(String version, List<String> devices, String reason, String remedy) {
  /** What UCX pins for itself, besides the store of a node. */
  public static final long PINNED_BYTES = MemoryLimit.OWN_BYTES;

  /** Looks for cards, and at the library only if there is one: nothing is loaded in vain. */
  public static UcxSupport lookForCards() {
    RdmaDevices devices = RdmaDevices.ofThisMachine();
    return devices.usable().isEmpty()
        ? new UcxSupport("", List.of(), "ucx: " + devices.reason(), "")
        : look();
  }

  /** Looks at all of it. Loads the library. */
  public static UcxSupport look() {
    if (!Ucp.LIBRARY.reason().isEmpty()) {
      return new UcxSupport("", List.of(), "ucx: " + Ucp.LIBRARY.reason(), Ucp.LIBRARY.remedy());
    }
    RdmaDevices devices = RdmaDevices.ofThisMachine();
    String version = Ucp.LIBRARY.version().map(UcpVersion::toString).orElse("");
    String reason = devices.reason().isEmpty() ? "" : "ucx " + version + ": " + devices.reason();
    return new UcxSupport(version, devices.usable(), reason, "");
  }

  /** What a node makes of it, in an environment such as that of this process. */
  public UcxWay way(Map<String, String> environment) {
    return UcxWay.expected(environment, devices);
  }

  /** Whether this process may pin so much memory, besides what UCX needs for itself. */
  public static boolean mayPin(long bytes) {
    return MemoryLimit.suffices(bytes, ProcessLimits.mostLockedBytes());
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
