// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import org.jspecify.annotations.Nullable;

/** A part of an operation that the peer was asked for. */
final class Piece {
  long id;
  @Nullable Operation operation;
  long offset;
  int length;
}
