// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.system.tidy.Repository.TextFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No line of the repository breaks a rule, and each rule finds what it is for. */
final class TextRulesTest {
  private static final Repository REPOSITORY = Repository.read();
  static final List<TextRule> RULES = TextRules.ALL;

  @ParameterizedTest
  @FieldSource("RULES")
  void shouldHoldInEveryFile(TextRule rule) {
    assertThat(REPOSITORY.files().stream().flatMap(file -> rule.findings(file).stream())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void shouldFindABadLine(TextRule rule, String line) {
    TextFile file = new TextFile("store/src/test/java/Sample.java", List.of("", line));

    assertThat(rule.findings(file))
        .containsExactly("store/src/test/java/Sample.java:2: " + rule.name());
  }

  static Stream<Object[]> badLines() {
    return Stream.of(
        new Object[] {TextRules.UNFINISHED, "// TO" + "DO later"},
        new Object[] {TextRules.MACHINE_PATH, "cd /ro" + "ot/tokamak"},
        new Object[] {TextRules.SLEEP_IN_TEST, "Thread" + ".sle" + "ep(10);"},
        new Object[] {TextRules.SLEEP_IN_TEST, "TimeUnit.SECONDS.sle" + "ep(1);"},
        new Object[] {TextRules.DISABLED_TEST, "  @Dis" + "abled"},
        new Object[] {TextRules.WHITESPACE, "int a; "});
  }

  @Test
  void shouldLookAtTheWholeRepository() {
    assertThat(REPOSITORY.files())
        .extracting(TextFile::path)
        .contains("pom.xml", "tokamak", "bin/find-jdk", ".ci/run", "README.md")
        .anyMatch(path -> path.startsWith("memory/src/main/"))
        .noneMatch(path -> path.contains("/target/"));
  }
}
