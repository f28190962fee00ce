// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.rdma;

import java.io.IOException;

/** The cable between the devices of the guest. Closing it plugs it in again. */
final class Cable implements AutoCloseable {
  private static final String END = "veth0";

  /** Pulls it. */
  static Cable pull() throws IOException, InterruptedException {
    set("down");
    return new Cable();
  }

  private static void set(String state) throws IOException, InterruptedException {
    Process ip = new ProcessBuilder("ip", "link", "set", END, state).inheritIO().start();
    if (ip.waitFor() != 0) {
      throw new AssertionError("cannot set " + END + " " + state);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    set("up");
  }
}
