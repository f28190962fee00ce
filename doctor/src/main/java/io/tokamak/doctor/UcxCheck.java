// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.fabric.ucx.UcxWay;
import java.util.List;
import java.util.function.Supplier;

/**
 * The library for RDMA. Where there is no device, nobody misses it.
 *
 * @param machine where the devices are
 * @param library what is installed
 * @param settings what UCX is told
 */
record UcxCheck(Machine machine, Supplier<UcxSupport> library, UcxSettings settings)
    implements Check {
  private static final String NAME = "ucx";

  @Override
  public List<Finding> look() {
    UcxSupport support = library.get();
    if (support.isInstalled()) {
      return List.of(support.hasRdma() ? judged(support) : Finding.ok(NAME, idle(support)));
    }
    return List.of(
        machine.devices().isEmpty()
            ? Finding.ok(NAME, "not usable; it is for RDMA only, and there is no RDMA device")
            : Finding.missing(
                NAME,
                "not usable, so the RDMA device is idle: " + cause(support),
                support.remedy()));
  }

  /** Without the fabric's name, and without what is said again as the remedy. */
  private static String cause(UcxSupport support) {
    return support.reason().replace("ucx: ", "").replace(": " + support.remedy(), "");
  }

  private String idle(UcxSupport support) {
    return machine.devices().isEmpty()
        ? support.version() + ", with no device to use it for"
        : support.version() + ", with no device that works: see below";
  }

  /** By what nodes reach each other in this environment, and who moves the bytes. */
  private Finding judged(UcxSupport support) {
    UcxWay way = support.way(settings.environment());
    String devices = String.join(", ", way.cards());
    if (way.cards().isEmpty()) {
      String idle = String.join(", ", support.devices());
      return Finding.ok(
          NAME, "%s: %s; its settings leave out %s".formatted(support.version(), way.text(), idle));
    }
    String found = "%s, for %s: %s".formatted(support.version(), devices, way.text());
    return way.isWasteful()
        ? Finding.better(NAME, found, UcxWay.REMEDY + ", and network cards read by themselves")
        : Finding.ok(NAME, found);
  }
}
