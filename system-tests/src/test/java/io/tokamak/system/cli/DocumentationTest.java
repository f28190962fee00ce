// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.Main;
import io.tokamak.cli.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** docs/cli.md knows every command, option and exit code. */
final class DocumentationTest {
  private String page;

  @BeforeEach
  void readPage() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve("mvnw"))) {
      here = here.getParent();
    }
    page = Files.readString(here.resolve("docs/cli.md"));
  }

  /** The benchmarks have a page of their own. */
  static Stream<CommandLine> commands() {
    return leaves(Main.commandLine())
        .filter(command -> !command.getCommandSpec().qualifiedName().contains(" bench"));
  }

  private static Stream<CommandLine> leaves(CommandLine command) {
    if (command.getCommandSpec().usageMessage().hidden()) {
      return Stream.empty();
    }
    return command.getSubcommands().isEmpty()
        ? Stream.of(command)
        : command.getSubcommands().values().stream().flatMap(DocumentationTest::leaves);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void shouldTellOfEveryCommandAndOption(CommandLine command) {
    assertThat(page).contains("`" + command.getCommandSpec().qualifiedName());
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(page).contains(option.longestName());
    }
  }

  @Test
  void shouldTellEveryExitCode() {
    assertThat(ExitCode.values())
        .allSatisfy(code -> assertThat(page).contains("\n| " + code.number() + " | "));
  }
}
