// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.OperationStatus;

/** Hears how an operation ended. */
public interface Ended {
  /**
   * It has ended, and its memory belongs to who began it again.
   *
   * @param tag what it was begun with
   */
  void ended(int tag, OperationStatus status);
}
