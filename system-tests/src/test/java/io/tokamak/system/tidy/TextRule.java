// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.tidy;

import io.tokamak.system.tidy.Repository.TextFile;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What no line of certain files may contain.
 *
 * @param name what is wrong with such a line, and what to do instead
 * @param where the files that are looked at
 * @param forbidden found anywhere in a line
 */
record TextRule(String name, Predicate<TextFile> where, Pattern forbidden) {
  /** {@code path:line: name} for each line that breaks the rule. */
  List<String> findings(TextFile file) {
    if (!where.test(file)) {
      return List.of();
    }
    return IntStream.range(0, file.lines().size())
        .filter(index -> forbidden.matcher(file.lines().get(index)).find())
        .mapToObj(index -> "%s:%d: %s".formatted(file.path(), index + 1, name))
        .toList();
  }
}
