// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

import org.jspecify.annotations.Nullable;

/** Who handles a message between nodes. Codes never change. */
public enum ServiceId {
  /** Who holds what, and who is there. */
  DIRECTORY(1),
  /** Moving objects. */
  TRANSFER(2);

  private static final ServiceId[] ALL = values();

  private final int code;

  ServiceId(int code) {
    this.code = code;
  }

  /** The number in messages and tokens, 1 to 127. */
  public int code() {
    return code;
  }

  /** The service with this code; null when there is none. */
  static @Nullable ServiceId of(int code) {
    return code > 0 && code <= ALL.length ? ALL[code - 1] : null;
  }
}
