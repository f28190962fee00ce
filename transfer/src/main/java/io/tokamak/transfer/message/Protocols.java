// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.transfer.Protocol;
import org.jspecify.annotations.Nullable;

/** Protocols by their codes. */
final class Protocols {
  private static final Protocol[] BY_CODE = byCode();

  private Protocols() {}

  private static Protocol[] byCode() {
    Protocol[] protocols = new Protocol[Protocol.values().length];
    for (Protocol protocol : Protocol.values()) {
      protocols[protocol.code() - 1] = protocol;
    }
    return protocols;
  }

  static @Nullable Protocol orNull(int code, TransferType in) {
    return code == 0 ? null : of(code, in);
  }

  static Protocol of(int code, TransferType in) {
    if (code < 1 || code > BY_CODE.length) {
      throw Fields.bad(in, "protocol", code, "1 to " + BY_CODE.length);
    }
    return BY_CODE[code - 1];
  }
}
