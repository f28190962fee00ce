// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.util.List;

/**
 * A run that failed.
 *
 * @param seed the run
 * @param runs how many runs there were until then, with this one
 * @param cause what it threw
 * @param trace the last things that happened before
 * @param replay the command that plays it again
 */
public record Failure(long seed, int runs, Throwable cause, List<String> trace, String replay) {

  AssertionError asError() {
    return new AssertionError(toString(), cause);
  }

  @Override
  public String toString() {
    return "run %d failed, seed %d: %s%n%s%nreplay with%n  %s%n"
        .formatted(runs, seed, cause, String.join(System.lineSeparator(), trace), replay);
  }
}
