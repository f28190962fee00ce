// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.tidy;

import io.tokamak.system.tidy.Repository.TextFile;
import java.util.List;
import java.util.regex.Pattern;

/** The rules on lines. Patterns are written so that they do not match themselves. */
final class TextRules {
  static final TextRule UNFINISHED =
      new TextRule(
          "unfinished work: do it or open an issue",
          file -> true,
          Pattern.compile("\\b(TO[D]O|FIX[M]E|X[X]X)\\b"));

  static final TextRule MACHINE_PATH =
      new TextRule(
          "a path of somebody's machine",
          file -> true,
          Pattern.compile("(?<![\\w.}])/(root|wor[k]|home/[a-z]\\w*|Users/\\w+|tmp/(wt|brief))/"));

  static final TextRule SLEEP_IN_TEST =
      new TextRule(
          "a test that sleeps: await the condition",
          file -> file.isJava() && file.isTest(),
          Pattern.compile("\\bThread[.]sleep\\b|\\.slee[p]\\("));

  static final TextRule DISABLED_TEST =
      new TextRule(
          "a disabled test: mend it or take it out",
          TextFile::isJava,
          Pattern.compile("@Disable[d]\\b"));

  static final TextRule WHITESPACE =
      new TextRule(
          "a tab, or white space at the end of the line",
          file -> !file.name().equals("mvnw"),
          Pattern.compile("\t|[ \r]$"));

  static final List<TextRule> ALL =
      List.of(UNFINISHED, MACHINE_PATH, SLEEP_IN_TEST, DISABLED_TEST, WHITESPACE);

  private TextRules() {}
}
