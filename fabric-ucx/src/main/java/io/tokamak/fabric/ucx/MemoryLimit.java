// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.memory.os.ProcessLimits;

/** How much memory this process may pin, and what to say when that is too little. */
final class MemoryLimit {
  /**
   * What UCX pins for itself: buffers that cards receive into. Most of it when the first peer
   * connects, and where it gets too little it tries again without an end.
   */
  static final long OWN_BYTES = 128L << 20;

  private static final String REMEDY =
      "raise it with ulimit -l unlimited, or LimitMEMLOCK=infinity";

  private MemoryLimit() {}

  /**
   * Looks before anything is pinned.
   *
   * @param wantedBytes what is to be pinned besides what UCX needs
   * @throws UcxUnavailableException when that is more than this process may pin
   */
  static void require(long wantedBytes) {
    require(wantedBytes, ProcessLimits.mostLockedBytes());
  }

  static void require(long wantedBytes, long limitBytes) {
    if (!suffices(wantedBytes, limitBytes)) {
      throw new UcxUnavailableException(
          "ucx: this process may pin %d KiB, and needs %d MiB for the store and %d MiB for UCX: %s"
              .formatted(limitBytes >> 10, wantedBytes >> 20, OWN_BYTES >> 20, REMEDY));
    }
  }

  static boolean suffices(long wantedBytes, long limitBytes) {
    return limitBytes - OWN_BYTES >= wantedBytes;
  }

  /** Why so much could not be registered, and what to do. */
  static String explain(long wantedBytes, String said) {
    return explain(wantedBytes, said, ProcessLimits.mostLockedBytes());
  }

  static String explain(long wantedBytes, String said, long limitBytes) {
    String tried = "cannot register %d MiB (%s)".formatted(wantedBytes >> 20, said);
    return limitBytes < wantedBytes
        ? "%s: this process may pin %d KiB; %s".formatted(tried, limitBytes >> 10, REMEDY)
        : tried + ": is that much memory free, and may the device be used?";
  }
}
