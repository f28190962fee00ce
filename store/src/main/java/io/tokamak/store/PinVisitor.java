// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.function.LongConsumer;

/** Sees what a session pins. */
@FunctionalInterface
interface PinVisitor extends LongConsumer {
  /** The session pins {@code ref} that many times; it may be shown again. */
  void visit(long ref, int pins);

  @Override
  default void accept(long ref) {
    visit(ref, 1);
  }
}
