// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import org.jspecify.annotations.Nullable;

/** A request that the peer has not answered: a small operation, or a part of a long one. */
final class Piece {
  @Nullable Operation operation;
  long id;
  long offset;
  int length;
}
