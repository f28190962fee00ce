// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory;

/** A question that may still be answered. */
public interface Search extends AutoCloseable {
  /** Wants no more answers; none come after this returns. Can be repeated. */
  @Override
  void close();
}
