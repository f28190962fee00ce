// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/** What properties say of transports and devices; see {@link UcxContractTest}. */
final class Configured {
  private static final String TRANSPORTS = System.getProperty("tokamak.ucx.transports", "tcp");
  private static final String DEVICES = System.getProperty("tokamak.ucx.devices", "");
  private static final String SETTINGS = System.getProperty("tokamak.ucx.settings", "");

  private Configured() {}

  /** The options of a node. */
  static UcxOptions options(int node) {
    UcxOptions options = UcxWorld.options().withTransports(TRANSPORTS);
    if (!DEVICES.isEmpty()) {
      options = options.withDevices(devices(node));
    }
    for (String setting : SETTINGS.isEmpty() ? new String[0] : SETTINGS.split(";", -1)) {
      String[] parts = setting.split("=", 2);
      options = options.with(parts[0], parts[1]);
    }
    return options;
  }

  /** The devices of a node, with commas between; empty: whichever UCX takes. */
  static String devices(int node) {
    String[] devices = DEVICES.split(";", -1);
    return devices[node % devices.length];
  }
}
