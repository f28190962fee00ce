// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.util.List;

/**
 * How a deletion at all nodes went.
 *
 * @param copies how many copies are gone, or go at their last release
 * @param failures a line for each node that could not be asked; empty when all went well
 */
public record DeletedCopies(int copies, List<String> failures) {
  /** Copies the list. */
  public DeletedCopies {
    failures = List.copyOf(failures);
  }
}
