// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.system.tidy.MethodLengths.MethodLength;
import io.tokamak.system.tidy.Repository.TextFile;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ratchets: the figures may be made smaller, never larger. */
final class SizesTest {
  private static final int METHOD_P90_LINES = 25;
  private static final int METHOD_MAX_LINES = 60;
  private static final int FILE_MEDIAN_LINES = 130;

  private final Repository repository = Repository.read();

  @Test
  void shouldKeepNineOfTenMethodsShort() throws IOException {
    List<Integer> lines = methods().stream().map(MethodLength::lines).sorted().toList();

    assertThat(lines.get(lines.size() * 9 / 10)).isLessThanOrEqualTo(METHOD_P90_LINES);
  }

  @Test
  void shouldKeepEveryMethodOnAScreen() throws IOException {
    assertThat(methods()).allMatch(method -> method.lines() <= METHOD_MAX_LINES);
  }

  @Test
  void shouldKeepHalfOfTheFilesShort() {
    List<Integer> lines =
        repository.mainJava().stream().map(file -> file.lines().size()).sorted().toList();

    assertThat(lines.get(lines.size() / 2)).isLessThanOrEqualTo(FILE_MEDIAN_LINES);
  }

  @Test
  void shouldMeasureFromBraceToBrace() throws IOException {
    List<TextFile> thisFile =
        repository.java().stream().filter(file -> file.name().equals("SizesTest.java")).toList();

    assertThat(MethodLengths.of(repository, thisFile))
        .contains(new MethodLength("SizesTest.java#methods", 3));
  }

  private List<MethodLength> methods() throws IOException {
    return MethodLengths.of(repository, repository.mainJava());
  }
}
