// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.system.tidy.Repository.TextFile;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names, headers and package descriptions of the files. */
final class FilesTest {
  private static final String LICENCE = "SPDX-License-Identifier: Apache-2.0";
  private static final Pattern EMPTY_NAME =
      Pattern.compile("(Impl|Utils?|Helpers?|Misc|Common)\\.java$|/(utils?|helpers?|misc|common)/");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

  private final Repository repository = Repository.read();

  @Test
  void shouldStartJavaFilesWithTheLicence() {
    assertThat(repository.java())
        .allSatisfy(
            file -> assertThat(file.lines().getFirst()).as(file.path()).isEqualTo("// " + LICENCE));
  }

  @Test
  void shouldNameTheLicenceInScriptsAndPoms() {
    assertThat(repository.files())
        .filteredOn(
            file -> file.path().matches("tokamak|bin/.*|testbed/.*\\.sh|\\.ci/.*|(.*/)?pom\\.xml"))
        .hasSizeGreaterThan(5)
        .allSatisfy(file -> assertThat(head(file)).as(file.path()).contains(LICENCE));
  }

  @Test
  void shouldGiveFilesNamesThatSayWhatTheyHold() {
    assertThat(repository.files())
        .extracting(TextFile::path)
        .noneMatch(path -> EMPTY_NAME.matcher(path).find());
  }

  @Test
  void shouldDescribeEveryMainPackageAndMarkItForNullChecks() {
    List<String> packages =
        repository.mainJava().stream()
            .filter(file -> !file.name().equals("module-info.java"))
            .filter(file -> !file.path().startsWith("examples/")) // programs of one file
            .map(file -> file.path().substring(0, file.path().lastIndexOf('/')))
            .distinct()
            .toList();

    assertThat(packages)
        .allSatisfy(path ->
            assertThat(repository.resolve(path).resolve("package-info.java"))
                .content()
                .contains("/**")
                .contains("@NullMarked"));
  }

  @Test
  void shouldLinkOnlyToFilesThatExist() {
    assertThat(repository.files().stream().flatMap(this::deadLinks)).isEmpty();
  }

  private Stream<String> deadLinks(TextFile file) {
    if (!file.path().endsWith(".md")) {
      return Stream.empty();
    }
    return LINK.matcher(String.join("\n", file.lines()))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !Files.exists(repository.resolve(file.path()).resolveSibling(link)))
        .map(link -> file.path() + ": " + link);
  }

  private static String head(TextFile file) {
    return String.join("\n", file.lines().subList(0, Math.min(3, file.lines().size())));
  }
}
