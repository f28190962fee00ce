// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.TimeSpan;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a command waits for other nodes. */
final class Patience {
  @Option(
      names = {"-t", "--timeout"},
      paramLabel = "TIME",
      defaultValue = "10s",
      description = "Wait so long, such as 500ms or 1m; 10s by default.")
  private TimeSpan timeout;

  Duration duration() {
    return timeout.duration();
  }
}
