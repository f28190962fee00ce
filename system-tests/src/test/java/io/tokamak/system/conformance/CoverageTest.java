// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** Every row is a test, and every test names its row. */
class CoverageTest {
  private static final Pattern ROW = Pattern.compile("([cn][0-9]+)_.*");

  @Test
  void shouldTestEveryRow() throws IOException {
    assertThat(tested()).containsExactlyElementsOf(rows());
  }

  @Test
  void shouldNameTheRowOfEveryTest() {
    assertThat(tests())
        .hasSizeGreaterThan(60)
        .allSatisfy(test -> {
          String row = row(test);
          assertThat(row).as("the row of %s", test.getFullName()).isNotEmpty();
          assertThat(test.getAnnotationOfType(DisplayName.class).value()).startsWith(row + " ");
        });
  }

  private static List<JavaMethod> tests() {
    return new ClassFileImporter()
        .importPackages("io.tokamak.system.conformance").stream()
            .filter(type -> !type.isEquivalentTo(CoverageTest.class))
            .flatMap(type -> type.getMethods().stream())
            .filter(CoverageTest::isTest)
            .toList();
  }

  private static boolean isTest(JavaMethod method) {
    return method.isAnnotatedWith(Test.class) || method.isAnnotatedWith(ParameterizedTest.class);
  }

  private static String row(JavaMethod method) {
    Matcher matcher = ROW.matcher(method.getName());
    return matcher.matches() ? matcher.group(1).toUpperCase(Locale.ROOT) : "";
  }

  private static Set<String> tested() {
    return tests().stream().map(CoverageTest::row).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> rows() throws IOException {
    try (InputStream resource = CoverageTest.class.getResourceAsStream("rows.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.substring(0, line.indexOf(' ')))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
