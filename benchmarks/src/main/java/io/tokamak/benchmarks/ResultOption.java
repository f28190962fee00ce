// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.result.ResultFile;
import io.tokamak.benchmarks.result.RunCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The file that a benchmark leaves behind. */
final class ResultOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "writes all rows to a file, with the machine and the peers, as JSON")
  private @Nullable Path file;

  /** Refuses, before anything is measured, a file that cannot be written. */
  void require() {
    new Destination(command).requireFile(file);
  }

  /**
   * Writes the file, if there shall be one.
   *
   * @param results of the command that was run
   */
  void write(Function<String, ResultFile> results) throws IOException {
    if (file != null) {
      results.apply(RunCommand.of(command)).write(file);
    }
  }
}
