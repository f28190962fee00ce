// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.List;

/**
 * What an exploration saw.
 *
 * @param executions complete executions, every one of them checked
 * @param merged how often a state turned up that had been explored already
 * @param boundReached how often an execution was cut because a thread made more accesses than the
 *     step bound allows
 * @param steps accesses made
 * @param exhaustive every execution of the scenario is covered: nothing was cut, and no limit on
 *     executions or violations ended the search
 * @param violations what went wrong, in the order found
 */
public record Exploration(
    long executions,
    long merged,
    long boundReached,
    long steps,
    boolean exhaustive,
    List<Violation> violations) {

  /** Throws unless everything was covered and nothing went wrong. */
  public void assertSafe() {
    if (!violations.isEmpty() || !exhaustive) {
      throw new AssertionError(this);
    }
  }

  /** The first violation; throws when there is none, so that a test of a test cannot pass idly. */
  public Violation firstViolation() {
    if (violations.isEmpty()) {
      throw new AssertionError("expected a violation, found none: " + this);
    }
    return violations.getFirst();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(exhaustive ? "exhaustive: " : "NOT exhaustive: ");
    text.append("%d executions, %d steps, %d merged".formatted(executions, steps, merged));
    if (boundReached > 0) {
      text.append(", step bound reached %d times".formatted(boundReached));
    }
    text.append(", %d violations%n".formatted(violations.size()));
    violations.forEach(violation -> text.append("%n%s".formatted(violation)));
    return text.toString();
  }
}
