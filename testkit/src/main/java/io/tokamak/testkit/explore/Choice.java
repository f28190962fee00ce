// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One step of a schedule: which thread moves, and how old a value it finds (0 = the newest). */
record Choice(int thread, int behind) {

  static String print(List<Choice> choices) {
    return choices.stream().map(Choice::toString).collect(Collectors.joining(" "));
  }

  static List<Choice> parse(String schedule) {
    return schedule.isBlank()
        ? List.of()
        : Arrays.stream(schedule.trim().split("\\s+")).map(Choice::parseOne).toList();
  }

  private static Choice parseOne(String token) {
    if (!token.matches("\\d{1,2}(~\\d{1,6})?")) {
      throw new IllegalArgumentException(
          "'%s' in a schedule: expected THREAD or THREAD~VERSIONS_BEHIND, as in '0 1~2 0'"
              .formatted(token));
    }
    int tilde = token.indexOf('~');
    return tilde < 0
        ? new Choice(Integer.parseInt(token), 0)
        : new Choice(
            Integer.parseInt(token.substring(0, tilde)),
            Integer.parseInt(token.substring(tilde + 1)));
  }

  @Override
  public String toString() {
    return behind == 0 ? Integer.toString(thread) : thread + "~" + behind;
  }
}
