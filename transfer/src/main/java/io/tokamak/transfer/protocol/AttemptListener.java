// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import org.jspecify.annotations.Nullable;

/** Hears how an attempt ended. */
public interface AttemptListener {
  /**
   * It has ended, and touches nothing any more. Once for each attempt, perhaps from within its
   * begin or stop.
   *
   * @param failure null: it has brought what there was to bring
   */
  void ended(Attempt attempt, @Nullable Failure failure);
}
