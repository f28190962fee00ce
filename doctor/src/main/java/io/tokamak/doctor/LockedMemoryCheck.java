// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.ucx.UcxSupport;
import java.util.List;

/**
 * How much memory a process of this user may lock. RDMA needs the whole memory of a node locked,
 * its table too, and some for itself; a node has 1 GiB unless it is told otherwise.
 *
 * @param machine where to look
 */
record LockedMemoryCheck(Machine machine) implements Check {
  private static final String NAME = "memlock limit";
  private static final String LIMITS = "proc/self/limits";
  private static final String STATUS = "proc/self/status";
  private static final int IPC_LOCK = 14;

  /** The table of a node takes about 3 % of what it locks. */
  private static final long TABLE_SHARE = 32;

  private static final long USUAL_BYTES = 1L << 30;
  private static final long NODE_BYTES =
      USUAL_BYTES + USUAL_BYTES / TABLE_SHARE + UcxSupport.PINNED_BYTES;
  private static final String REMEDY =
      "ulimit -l unlimited (memlock in /etc/security/limits.conf); systemd: LimitMEMLOCK=infinity;"
          + " docker: --ulimit memlock=-1";

  @Override
  public List<Finding> look() {
    String limit =
        machine
            .value(LIMITS, "Max locked memory")
            .map(text -> text.split("\\s+", -1)[0])
            .orElse("");
    if (limit.isEmpty()) {
      return List.of();
    }
    if (limit.equals("unlimited")) {
      return List.of(Finding.ok(NAME, "unlimited"));
    }
    return List.of(judged(Long.parseLong(limit)));
  }

  private Finding judged(long limitBytes) {
    String found = Bytes.text(limitBytes);
    if (machine.devices().isEmpty()) {
      return Finding.ok(NAME, found + "; it matters for RDMA only, and there is no RDMA device");
    }
    if (mayLockAnyway()) {
      return Finding.ok(NAME, found + ", which does not bind this user (CAP_IPC_LOCK)");
    }
    return limitBytes < NODE_BYTES
        ? Finding.missing(
            NAME,
            "%s: RDMA locks the whole memory of a node, %s by default"
                .formatted(found, Bytes.text(NODE_BYTES)),
            REMEDY)
        : Finding.better(
            NAME,
            "%s: enough for nodes with RDMA and --memory up to %s"
                .formatted(found, Bytes.text(mostMemory(limitBytes))),
            REMEDY);
  }

  /** What is left for objects beside their table and what UCX locks for itself. */
  private static long mostMemory(long limitBytes) {
    return (limitBytes - UcxSupport.PINNED_BYTES) / TABLE_SHARE * (TABLE_SHARE - 1);
  }

  private boolean mayLockAnyway() {
    return machine
        .value(STATUS, "CapEff:")
        .map(bits -> ((Long.parseUnsignedLong(bits, 16) >> IPC_LOCK) & 1) == 1)
        .orElse(false);
  }
}
