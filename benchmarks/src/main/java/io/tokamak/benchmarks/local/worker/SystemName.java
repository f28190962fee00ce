// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.util.Locale;

/** The systems that are compared. */
public enum SystemName {
  TOKAMAK,
  REDIS,
  MEMCACHED;

  /** As it stands in tables and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
