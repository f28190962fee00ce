// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.node.cluster.ClusterConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * How two nodes that are measured reach each other.
 *
 * @param fabric that is measured
 * @param registration when they register memory, as {@code node start} calls it
 * @param devices network cards that UCX takes at the far and at the near node, such as {@code
 *     mlx5_0:1}; empty: UCX chooses
 */
public record Way(String fabric, String registration, List<String> devices) {
  /** What nodes do when nobody says anything. */
  public static final String WHOLE_STORE = "whole-store";

  /** The node that has the objects. */
  static final int FAR = 0;

  /** The node that fetches them. */
  static final int NEAR = 1;

  private static final String UCX = "ucx";

  private static final String TCP = "tcp";

  private static final List<String> REGISTRATIONS = List.of(WHOLE_STORE, "cached", "per-transfer");

  /** Copies the list, and checks everything. */
  public Way {
    requireOneOf(ClusterConfig.ALL_FABRICS, "fabric", fabric);
    requireOneOf(REGISTRATIONS, "registration", registration);
    devices = List.copyOf(devices);
    if (devices.size() != 0 && devices.size() != 2) {
      throw new IllegalArgumentException(
          "there are two nodes, so two devices are needed, found " + devices);
    }
  }

  private static void requireOneOf(List<String> known, String what, String found) {
    if (!known.contains(found)) {
      throw new IllegalArgumentException(
          "no such %s: %s, there are %s".formatted(what, found, String.join(", ", known)));
    }
  }

  /** Each fabric with each registration. */
  public static List<Way> all(
      List<String> fabrics, List<String> registrations, List<String> devices) {
    List<Way> all = new ArrayList<>();
    for (String fabric : fabrics) {
      for (String registration : registrations) {
        all.add(new Way(fabric, registration, devices));
      }
    }
    return all;
  }

  /** Whether one-sided protocols are what it is about. */
  boolean mayBeRdma() {
    return fabric.equals(UCX);
  }

  /** What tables call it: the fabric, and the registration if it is not the usual one. */
  String label() {
    return registration.equals(WHOLE_STORE) ? fabric : fabric + "-" + registration;
  }

  /** What the nodes are told. Whatever they measure, they find each other over TCP. */
  List<String> arguments() {
    String fabrics = fabric.equals(TCP) ? TCP : fabric + "," + TCP;
    return List.of("--fabrics", fabrics, "--registration", registration);
  }

  /**
   * What runs the command of a node.
   *
   * @param role {@link #FAR} or {@link #NEAR}
   */
  List<String> wrapper(int role) {
    return devices.isEmpty() || !mayBeRdma()
        ? List.of()
        : List.of("env", "UCX_NET_DEVICES=" + devices.get(role));
  }
}
