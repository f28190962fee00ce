// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Unit;

/** Names and looks that are the same in all figures. */
final class Looks {
  static final int OURS = 0;
  static final int REDIS = 1;
  static final int OTHER = 2;
  static final int ONE_SIDED = 3;
  static final int TWO_SIDED = 4;
  static final int SOCKET = 5;
  static final int DIRECT = 6;
  static final int COPY = 7;
  static final int OLD_SOCKET = 8;

  static final int KIB = 1 << 10;
  static final int MIB = 1 << 20;

  static final String REDIS_OVER_TCP = "redis-tcp";
  static final String THESIS =
      "J. Lan, Data Transfer Optimization of Distributed In-Memory Object Store Using RDMA, 2022";

  private Looks() {}

  static Axis size() {
    return Axis.logarithmic("size of the object", Unit.BYTES);
  }

  static Axis time(String label) {
    return Axis.logarithmic(label, Unit.MICROS);
  }

  /** Of a way to fetch: {@code tokamak-tcp-eager}. */
  static String fetching(String fabric, String protocol) {
    return "tokamak-" + fabric + "-" + protocol;
  }
}
