// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.eviction;

/** Takes an object out of an order. */
@FunctionalInterface
public interface RefVisitor {

  /** The object was last used at {@code tick}. */
  void visit(long objectRef, long tick);
}
