// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import java.util.OptionalLong;

/**
 * A store cannot start here; the message says what is in the way and what to do. Nothing was left
 * behind.
 */
public final class StoreStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long ownerPid;

  StoreStartException(String message) {
    this(message, OptionalLong.empty());
  }

  StoreStartException(String message, Throwable cause) {
    super(message, cause);
    this.ownerPid = 0;
  }

  StoreStartException(String message, OptionalLong ownerPid) {
    super(message);
    this.ownerPid = ownerPid.orElse(0);
  }

  /**
   * The process of the node that serves the socket already; empty when something else is in the
   * way.
   */
  public OptionalLong ownerPid() {
    return ownerPid == 0 ? OptionalLong.empty() : OptionalLong.of(ownerPid);
  }
}
