// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

/** A function of libucp did not do what it was asked for. */
public final class UcpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final byte status;

  UcpException(String function, byte status) {
    super(function + ": " + Ucp.text(status));
    this.status = status;
  }

  /** As UCX numbers them. */
  public byte status() {
    return status;
  }

  /** Whether memory could not be had, or be pinned. */
  public boolean isOutOfMemory() {
    return status == UcpConstant.UCS_ERR_NO_MEMORY.value()
        || status == UcpConstant.UCS_ERR_IO_ERROR.value();
  }

  /** Whether there is no transport or device of that kind, or none that leads there. */
  public boolean isUnreachable() {
    return status == UcpConstant.UCS_ERR_UNREACHABLE.value()
        || status == UcpConstant.UCS_ERR_NO_DEVICE.value()
        || status == UcpConstant.UCS_ERR_NO_ELEM.value();
  }
}
