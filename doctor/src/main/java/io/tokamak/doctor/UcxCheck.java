// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The library for RDMA. Where there is no device, nobody misses it.
 *
 * @param machine where the devices are
 * @param library loads it; empty when it is not installed
 */
record UcxCheck(Machine machine, Supplier<Optional<Ucx>> library) implements Check {
  private static final String NAME = "ucx";

  @Override
  public List<Finding> look() {
    boolean needed = !machine.devices().isEmpty();
    return List.of(
        library
            .get()
            .map(ucx -> Finding.ok(NAME, described(ucx)))
            .orElseGet(() -> needed ? missed() : unneeded()));
  }

  private static String described(Ucx ucx) {
    return ucx.transports().isEmpty()
        ? ucx.version()
        : ucx.version() + " with " + String.join(", ", ucx.transports());
  }

  private static Finding missed() {
    return Finding.missing(
        NAME, "libucp.so.0 is not installed, so the RDMA device is idle", "apt install libucx0");
  }

  private static Finding unneeded() {
    return Finding.ok(NAME, "not installed; it is for RDMA only, and there is no RDMA device");
  }
}
