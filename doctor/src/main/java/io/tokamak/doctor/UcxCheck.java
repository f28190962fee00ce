// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.fabric.ucx.UcxSupport;
import java.util.List;
import java.util.function.Supplier;

/**
 * The library for RDMA. Where there is no device, nobody misses it.
 *
 * @param machine where the devices are
 * @param library what is installed
 */
record UcxCheck(Machine machine, Supplier<UcxSupport> library) implements Check {
  private static final String NAME = "ucx";

  @Override
  public List<Finding> look() {
    UcxSupport support = library.get();
    if (support.isInstalled()) {
      return List.of(Finding.ok(NAME, described(support)));
    }
    return List.of(
        machine.devices().isEmpty()
            ? Finding.ok(NAME, "not usable; it is for RDMA only, and there is no RDMA device")
            : Finding.missing(
                NAME,
                "not usable, so the RDMA device is idle: " + support.reason().replace("ucx: ", ""),
                "apt install libucx0 ibverbs-providers"));
  }

  private static String described(UcxSupport support) {
    return support.hasRdma()
        ? support.version() + ", for " + String.join(", ", support.devices())
        : support.version() + ", with no device to use it for";
  }
}
