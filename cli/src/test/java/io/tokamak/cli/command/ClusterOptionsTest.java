// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What a node in the background is told by its arguments, and what by its environment. */
final class ClusterOptionsTest {
  private static final String URL = "redis://:password@127.0.0.1:6379/0";

  @Test
  void shouldHideWhatMayHoldAPassword() {
    assertThat(
            ClusterOptions.hidden(
                List.of("node", "start", "--directory", URL, "--name", "a", "--directory=" + URL)))
        .containsExactly("node", "start", "--name", "a");
  }

  @Test
  void shouldTellItByTheEnvironment() {
    ClusterOptions options = new ClusterOptions();
    assertThat(options.environment()).isEmpty();

    new CommandLine(CommandSpec.forAnnotatedObject(options)).parseArgs("--directory", URL);

    assertThat(options.environment()).isEqualTo(Map.of("TOKAMAK_DIRECTORY", URL));
  }
}
