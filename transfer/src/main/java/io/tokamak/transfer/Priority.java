// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/** Who goes first when there is not room for all. */
public enum Priority {
  /** Somebody is about to read it. */
  GET,
  /** Somebody waits for some of many. */
  WAIT,
  /** Somebody may want it later. */
  PREFETCH
}
