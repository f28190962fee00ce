// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

/** Sees one free extent. */
@FunctionalInterface
public interface ExtentVisitor {

  /** The extent starts at {@code offset} and is {@code length} bytes long. */
  void visit(long offset, long length);
}
