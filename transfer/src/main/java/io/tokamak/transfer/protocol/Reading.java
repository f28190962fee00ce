// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.protocol;

import org.jspecify.annotations.Nullable;

/** Hears how the reading of pieces goes. */
interface Reading {
  /** A piece has come. */
  void advanced();

  /** It is over, and nothing is read any more. */
  void ended(@Nullable Failure failure);
}
