// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

/** A function of libucp did not do what it was asked for. */
public final class UcpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UcpException(String function, byte status) {
    super(function + ": " + Ucp.text(status));
  }
}
