// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/** Something asked of the manager that has not ended. */
public interface Call {
  /** Nobody wants it any more: its listener hears nothing after this returns. Can be repeated. */
  void cancel();
}
