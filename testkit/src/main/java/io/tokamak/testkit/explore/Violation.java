// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An execution that broke something. {@code schedule} replays it ({@link Explorer#replay}); {@code
 * steps} has a line per access; {@code cause} is the exception that says what broke, if one does.
 */
public record Violation(
    String problem, String schedule, List<String> steps, @Nullable Throwable cause) {

  @Override
  public String toString() {
    return "%s%n%s%nreplay(\"%s\")%n"
        .formatted(problem, String.join(System.lineSeparator(), steps), schedule);
  }
}
